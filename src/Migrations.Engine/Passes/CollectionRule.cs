using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using Migrations.Expressions;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// Changes the validator of a collection around a migration: relaxed while it runs; at its end, the server refuses the old shape.
internal sealed class CollectionRule(ICommandChannel channel, string database, MigrationIdentity migration, ValidatorPlan plan)
{
    private const int Shown = 10;

    // A change of options waits for other transactions, and everybody after it waits too.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Null for a migration that has nothing to do with rules.
    public static CollectionRule? For(PlannedStep step, ICommandChannel channel, string database) =>
        ValidatorPlan.Of(step) is { } plan ? new CollectionRule(channel, database, step.Migration.Identity, plan) : null;

    public Task RelaxAsync(CancellationToken cancellationToken) => SetAsync(null, cancellationToken);

    public Task EnforceAsync(CancellationToken cancellationToken) => SetAsync(plan.Afterwards, cancellationToken);

    // A validator that existing documents violate would lock them: nobody could change them any more. Documents that are still to be migrated do not count.
    public async Task RequireFulfilledAsync(BsonDocument? stillOpen, CancellationToken cancellationToken)
    {
        if (plan.Afterwards is not { } rule)
        {
            return;
        }

        var commands = new CollectionCommands(channel, database);
        var broken = new BsonDocument("$nor", new BsonArray(stillOpen is null ? [rule] : [rule, stillOpen]));
        var count = await commands.CountAsync(plan.Collection, broken, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            return;
        }

        var body = new BsonDocument { { "find", plan.Collection }, { "filter", broken }, { "projection", new BsonDocument("_id", 1) }, { "limit", Shown }, { "singleBatch", true } };
        var ids = new List<string>();
        await foreach (var document in commands.ReadAsync(body, null, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(DocumentId.TextOf(document["_id"]));
        }

        throw new MigrationException(
            MigrationErrorCode.ValidatorUnfulfilled,
            $"{count} document(s) of '{plan.Collection}' violate the validator that migration {migration} '{migration.Title}' sets at its end: {string.Join(", ", ids)}{(count > ids.Count ? ", ..." : "")}. The validator is not set and the migration does not count as applied; what it migrated is kept. Correct these documents, the migration or its Validator, and run again.");
    }

    private async Task SetAsync(BsonDocument? rule, CancellationToken cancellationToken)
    {
        var found = await new SchemaReader(channel, database).FindCollectionAsync(plan.Collection, cancellationToken).ConfigureAwait(false);
        var options = found is not null && found.TryGetValue("options", out var value) ? value.AsBsonDocument : [];
        var current = options.TryGetValue("validator", out var validator) ? validator.AsBsonDocument : [];
        var others = plan.Without(current);
        var wanted = ValidatorPlan.With(others, rule);
        if (ValidatorPlan.IsSame(wanted, current))
        {
            return;
        }

        var command = new BsonDocument { { found is null ? "create" : "collMod", plan.Collection }, { "validator", wanted } };
        if (others.ElementCount == 0 && rule is not null)
        {
            command.Add("validationLevel", "strict");
            command.Add("validationAction", "error");
        }

        using var reply = await channel.RunAsync(new Command(database, command.ToRaw()) { Kind = CommandKind.Admin, Timeout = LongestWait }, null, cancellationToken).ConfigureAwait(false);
    }
}

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
