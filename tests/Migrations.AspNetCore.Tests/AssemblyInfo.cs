[assembly: Parallelizable(ParallelScope.Children)]
[assembly: LevelOfParallelism(4)]
