using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class SplitStep(FieldPath path, string separator, IReadOnlyList<FieldPath> parts) : DeclaredStep
{
    public override string Description => $"Split {path} into {string.Join(", ", parts)}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => parts;

    public override BsonValue MayApply(FieldScope at) => IsType(at.Value(path), "string");

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at)
    {
        yield return (Not(Equal(new BsonDocument("$size", Texts(at)), parts.Count)), $"{path} has not {parts.Count} parts");
        yield return (Or(parts.Select(at.Exists)), $"it has one of {string.Join(", ", parts)} already");
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) =>
        [.. parts.Select((part, i) => FieldChange.Put(part, new BsonDocument("$arrayElemAt", new BsonArray([Texts(at), i])))), FieldChange.Take(path)];

    public override DeclaredStep Inverse() => new JoinStep(path, separator, parts);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => PartFaults.Find(Description, separator, parts);

    private BsonDocument Texts(FieldScope at) => new("$split", new BsonArray([at.Value(path), Literal(separator)]));
}

internal sealed class JoinStep(FieldPath path, string separator, IReadOnlyList<FieldPath> parts) : DeclaredStep
{
    public override string Description => $"Join {string.Join(", ", parts)} to {path}";

    public override IReadOnlyList<FieldPath> Sources => parts;

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => Or(parts.Select(at.Exists));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at)
    {
        yield return (Or(parts.Select(part => Not(IsType(at.Value(part), "string")))), $"not all of {string.Join(", ", parts)} are texts");
        yield return (at.Exists(path), $"it has {path} already");
        yield return (Not(Equal(new BsonDocument("$split", new BsonArray([Text(at), Literal(separator)])), new BsonArray(parts.Select(at.Value)))), "the joined text would not split into the same parts again, because a part contains the separator");
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Text(at)), .. parts.Select(FieldChange.Take)];

    public override DeclaredStep Inverse() => new SplitStep(path, separator, parts);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => PartFaults.Find(Description, separator, parts);

    private BsonDocument Text(FieldScope at) => new("$concat", new BsonArray(parts.SelectMany((part, i) => i == 0 ? [at.Value(part)] : new[] { Literal(separator), at.Value(part) })));
}

internal static class PartFaults
{
    public static IEnumerable<StepFault> Find(string description, string separator, IReadOnlyList<FieldPath> parts)
    {
        if (separator.Length == 0 || separator.Contains('\0', StringComparison.Ordinal))
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{description} has no separator between the parts. Give one.");
        }

        if (parts.Count < 2)
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{description} names {parts.Count} part(s). Name two or more; for one, use Rename.");
        }
    }
}
