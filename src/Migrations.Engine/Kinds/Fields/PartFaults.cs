namespace Migrations.Engine.Kinds.Fields;

internal static class PartFaults
{
    public static IEnumerable<StepFault> Find(string description, string separator, IReadOnlyList<FieldPath> parts)
    {
        if (separator.Length == 0 || separator.Contains('\0', StringComparison.Ordinal))
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{description} has no separator, so nobody can tell the parts. Give a text that stands between them.");
        }

        if (parts.Count < 2)
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{description} names {parts.Count} part(s). Name two or more; for one there is Rename.");
        }
    }
}
