using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class RenameStep(FieldPath from, FieldPath to) : DeclaredStep
{
    public override string Description => $"Rename {from} to {to}";

    public override IReadOnlyList<FieldPath> Sources => [from];

    public override IReadOnlyList<FieldPath> Targets => [to];

    public override BsonDocument? Query => from.IsNested ? null : new BsonDocument(from.Text, new BsonDocument("$exists", true));

    public override BsonValue MayApply(FieldScope at) => at.Exists(from);

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => [(at.Exists(to), $"it has {to} already")];

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(to, at.Value(from)), FieldChange.Take(from)];

    public override DeclaredStep Inverse() => new RenameStep(to, from);
}
