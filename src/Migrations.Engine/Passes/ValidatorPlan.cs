using Migrations.Bytes;
using Migrations.Expressions;
using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Passes;

// Which rule a collection has while a migration runs, and which afterwards. Our own rule is recognised by its content, so nothing has to be stored: anything else in the
// collection's validator belongs to somebody else and stays.
internal sealed record ValidatorPlan(string Collection, BsonDocument? Own, BsonDocument? Earlier, MigrationDirection Direction)
{
    // The rule that holds once the step is done; null for none.
    public BsonDocument? Afterwards => Direction == MigrationDirection.Up ? Own : Earlier;

    // Null for a migration that has nothing to do with rules.
    public static ValidatorPlan? Of(PlannedStep step)
    {
        if (StepBodies.Of(step) is not DocumentMigration body || RuleOf(body) is not { } own)
        {
            return null;
        }

        var earlier = StepBodies.Before(step).Select(b => b.Body).OfType<DocumentMigration>().Where(m => m.Collection == body.Collection).Select(RuleOf).LastOrDefault(rule => rule is not null);
        return new ValidatorPlan(body.Collection, own, earlier, step.Direction);
    }

    // The validator without any rule of ours.
    public BsonDocument Without(BsonDocument validator)
    {
        if (IsOurs(validator))
        {
            return [];
        }

        if (validator.ElementCount != 1 || !validator.TryGetValue("$and", out var value) || value is not BsonArray parts)
        {
            return validator;
        }

        var others = parts.Where(p => p is not BsonDocument part || !IsOurs(part)).ToList();
        return others.Count == parts.Count ? validator
            : others is [BsonDocument single] ? single
            : others.Count == 0 ? []
            : new BsonDocument("$and", new BsonArray(others));
    }

    public static BsonDocument With(BsonDocument others, BsonDocument? rule) => rule is null ? others
        : others.ElementCount == 0 ? rule
        : new BsonDocument("$and", new BsonArray([others, rule]));

    // By bytes: the driver's own comparison takes 1 for 1.0, and a similar rule belongs to somebody else.
    public static bool IsSame(BsonDocument one, BsonDocument? other) => other is not null && one.ToRaw().Equals(other.ToRaw());

    private static BsonDocument? RuleOf(DocumentMigration body) => body.Validator.ToDocument() is { ElementCount: > 0 } rule ? rule : null;

    private bool IsOurs(BsonDocument rule) => IsSame(rule, Own) || IsSame(rule, Earlier);
}
