using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// What a field migration is on the server, in one direction.
internal sealed record FieldProgram(BsonDocument Filter, BsonArray Pipeline, IReadOnlyList<string> Steps)
{
    public static FieldProgram Of(FieldMigration body, MigrationDirection direction)
    {
        var steps = FieldDeclaration.StepsOf(body);
        return direction == MigrationDirection.Up
            ? Create(steps, body.RenderFilter(direction))
            : Create([.. steps.Reverse().Select(s => s.Back()!)], body.RenderFilter(direction));
    }

    private static FieldProgram Create(IReadOnlyList<DeclaredStep> steps, BsonDocument chosen) => new(
        Narrow(chosen, AnyOf([.. steps.Select(StepTranslation.FilterOf)])),
        new BsonArray([SameNames.StageOf(steps), .. steps.Select(StepTranslation.StageOf)]),
        [.. steps.Select(s => s.Description)]);

    private static BsonDocument Narrow(BsonDocument chosen, BsonDocument concerned) => chosen.ElementCount == 0 ? concerned : new BsonDocument("$and", new BsonArray([chosen, concerned]));

    private static BsonDocument AnyOf(IReadOnlyList<BsonDocument> filters) => filters.Count == 1 ? filters[0] : Or(filters);
}
