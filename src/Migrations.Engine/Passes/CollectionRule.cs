using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// Changes the validator of a collection around a migration: relaxed while it runs, and at its end the server refuses the old shape.
internal sealed class CollectionRule(ICommandChannel channel, string database, MigrationIdentity migration, ValidatorPlan plan)
{
    private const int Shown = 10;

    // A change of options waits for transactions of others, and everybody behind it waits too.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Null for a migration that has nothing to do with rules.
    public static CollectionRule? For(PlannedStep step, ICommandChannel channel, string database) =>
        ValidatorPlan.Of(step) is { } plan ? new CollectionRule(channel, database, step.Migration.Identity, plan) : null;

    public Task RelaxAsync(CancellationToken cancellationToken) => SetAsync(null, cancellationToken);

    public Task EnforceAsync(CancellationToken cancellationToken) => SetAsync(plan.Afterwards, cancellationToken);

    // A rule that existing documents break would lock them: nobody could change them any more. Those that are still caught up are not meant.
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
            $"{count} document(s) of '{plan.Collection}' do not fulfil the validator that migration {migration} '{migration.Title}' sets at its end: {string.Join(", ", ids)}{(count > ids.Count ? ", ..." : "")}. The validator is not set and the migration does not count as applied; what it migrated stays. Correct these documents, the migration or its Validator, and run again.");
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
