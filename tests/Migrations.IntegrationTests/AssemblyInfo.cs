[assembly: Parallelizable(ParallelScope.Children)]
[assembly: LevelOfParallelism(8)]
