namespace Migrations.Engine.Kinds.Fields;

// What cannot be in a list of steps, whatever the documents are.
internal static class StepFaults
{
    public static IEnumerable<StepFault> Find(IReadOnlyList<DeclaredStep> steps, bool isInElement)
    {
        if (steps.Count == 0)
        {
            return [new StepFault(MigrationErrorCode.FieldStepInvalid, "There are no steps, so nothing would be migrated. Name one, for example steps.Rename(\"name\", \"title\").")];
        }

        return steps.SelectMany(s => FindPathFaults(s, isInElement).Concat(s.FindFaults(isInElement))).Concat(FindConflicts(steps));
    }

    private static IEnumerable<StepFault> FindPathFaults(DeclaredStep step, bool isInElement) =>
        from path in step.Changed
        let fault = path.FindFault(isInElement)
        where fault is not null
        select new StepFault(MigrationErrorCode.FieldPathInvalid, $"{step.Description}: {fault}. Name a field, or fields one inside the other with '.' between them.");

    // Steps whose fields lie apart can be taken in any order, once or twice; others cannot, and would not be undone by undoing each.
    private static IEnumerable<StepFault> FindConflicts(IReadOnlyList<DeclaredStep> steps)
    {
        var changes = steps.SelectMany((step, index) => FieldsOf(step).Select(path => (Step: step, Index: index, Path: path))).ToList();
        return from first in changes.Index()
               from second in changes.Skip(first.Index + 1)
               where first.Item.Path.Overlaps(second.Path)
               select new StepFault(MigrationErrorCode.FieldStepsConflict, Describe(first.Item.Step, first.Item.Path, second.Step, second.Path));
    }

    // A field that is changed in its place is named once; one that is named as another's new place is not.
    private static IEnumerable<FieldPath> FieldsOf(DeclaredStep step) => step.Sources.SequenceEqual(step.Targets) ? step.Sources : step.Sources.Concat(step.Targets);

    private static string Describe(DeclaredStep first, FieldPath firstPath, DeclaredStep second, FieldPath secondPath) => ReferenceEquals(first, second)
        ? $"{first.Description}: {firstPath} and {secondPath} are the same field, or one lies inside the other. Use names that lie apart."
        : $"{first.Description} and {second.Description} change {(firstPath == secondPath ? $"the same field {firstPath}" : $"{firstPath} and {secondPath}, one inside the other")}. What comes out would depend on the order, and a second run could change it again. Do one of them in a migration of its own.";
}
