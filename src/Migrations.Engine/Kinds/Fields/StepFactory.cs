namespace Migrations.Engine.Kinds.Fields;

internal static class StepFactory
{
    public static IReadOnlyList<DeclaredStep> Create(IEnumerable<FieldStep> steps) => [.. steps.Select(Create)];

    private static DeclaredStep Create(FieldStep step)
    {
        var (path, others) = (new FieldPath(step.Path), step.Others.Select(o => new FieldPath(o)).ToList());
        return step.Kind switch
        {
            FieldStepKind.Rename => new RenameStep(path, others[0]),
            FieldStepKind.SetDefault => new ComputeStep(path, AuthorExpression.Constant(step.Value!)),
            FieldStepKind.Set => new SetStep(path, step.Value!),
            FieldStepKind.Replace => new ReplaceStep(path, step.Back!, step.Value!),
            FieldStepKind.Unset => new UnsetStep(path, step.Back),
            FieldStepKind.Convert => new ConvertStep(path, step.From, step.To),
            FieldStepKind.Cast => new CastStep(path, step.From, step.To, step.Value),
            FieldStepKind.Compute => new ComputeStep(path, new AuthorExpression(step.Value!)),
            FieldStepKind.Recompute => new RecomputeStep(path, new AuthorExpression(step.Value!), step.Back is { } back ? new AuthorExpression(back) : null),
            FieldStepKind.Split => new SplitStep(path, step.Separator, others),
            FieldStepKind.Join => new JoinStep(path, step.Separator, others),
            _ => new ForEachStep(path, Create(step.Steps)),
        };
    }
}
