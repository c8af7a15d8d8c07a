using Migrations.Engine.Wording;

namespace Migrations.Engine.Kinds.Fields;

// What the Define of a field migration says, and whether it is possible.
internal sealed record FieldDeclaration(IReadOnlyList<StepFault> Faults, IReadOnlyList<string> Irreversible)
{
    public static FieldDeclaration None { get; } = new([], []);

    public static IReadOnlyList<DeclaredStep> StepsOf(FieldMigration body)
    {
        var steps = new FieldSteps();
        body.Define(steps);
        return StepFactory.Create(steps.Steps);
    }

    public static FieldDeclaration Read(Type type)
    {
        try
        {
            var body = (FieldMigration)Activator.CreateInstance(type)!;
            var steps = StepsOf(body);
            return new FieldDeclaration([.. StepFaults.Find(steps, isInElement: false), .. FindFilterFaults(body, steps)], [.. steps.SelectMany(s => s.Irreversible())]);
        }
#pragma warning disable CA1031 // The author's code may throw anything; it is reported as one fault among those of the other migrations.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var cause = e.InnerException ?? e;
            return new FieldDeclaration([new StepFault(MigrationErrorCode.FieldStepInvalid, $"Its steps cannot be read: {cause.GetType().Name}: {Sentence.Of(cause.Message)} Define and Filter are pure declarations.")], []);
        }
    }

    private static IEnumerable<StepFault> FindFilterFaults(FieldMigration body, IReadOnlyList<DeclaredStep> steps)
    {
        if (steps.FirstOrDefault(s => s.NeedsFilter) is not { } step)
        {
            yield break;
        }

        var (up, down) = (body.RenderFilter(MigrationDirection.Up), body.RenderFilter(MigrationDirection.Down));
        if (up.ElementCount == 0)
        {
            yield return new StepFault(MigrationErrorCode.FieldFilterMissing, $"{step.Description} leaves no mark that tells a migrated document from another, so a second run would compute it again. Override Filter so that it leaves migrated documents out, for example by a version that another step raises.");
        }
        else if (down == up && !steps.SelectMany(s => s.Irreversible()).Any())
        {
            yield return new StepFault(MigrationErrorCode.FieldFilterMissing, $"{step.Description} can be undone, but DownFilter is the same as Filter, which leaves migrated documents out. Override DownFilter so that it matches migrated documents only.");
        }
    }
}
