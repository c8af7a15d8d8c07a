using Migrations.Bson;
using Migrations.Channel;
using Migrations.Engine.Commands;

namespace Migrations.Engine.Guarding;

// The commands that take back a change of collections or indexes, worked out from the state before it. Dropping a collection cannot be taken back.
internal static class SchemaUndo
{
    public static async Task<IReadOnlyList<Command>> PrepareAsync(ICommandChannel channel, Command command, CancellationToken cancellationToken)
    {
        var body = command.Body.ToBsonDocument();
        var first = body.Elements.First();
        var schema = new SchemaReader(channel, command.Database);
        return first.Name switch
        {
            "create" => await ForCreateAsync(schema, first.Value.AsString, cancellationToken).ConfigureAwait(false),
            "createIndexes" => await ForCreateIndexesAsync(schema, first.Value.AsString, body, cancellationToken).ConfigureAwait(false),
            "dropIndexes" => await ForDropIndexesAsync(schema, first.Value.AsString, body, cancellationToken).ConfigureAwait(false),
            "collMod" => await ForModifyAsync(schema, first.Value.AsString, body, cancellationToken).ConfigureAwait(false),
            "renameCollection" => ForRename(command, body),
            _ => [],
        };
    }

    private static async Task<IReadOnlyList<Command>> ForCreateAsync(SchemaReader schema, string collection, CancellationToken cancellationToken) =>
        await schema.FindCollectionAsync(collection, cancellationToken).ConfigureAwait(false) is null ? [Drop(schema.Database, collection)] : [];

    private static async Task<IReadOnlyList<Command>> ForCreateIndexesAsync(SchemaReader schema, string collection, BsonDocument body, CancellationToken cancellationToken)
    {
        if (await schema.FindCollectionAsync(collection, cancellationToken).ConfigureAwait(false) is null)
        {
            return [Drop(schema.Database, collection)];
        }

        var present = (await schema.ListIndexesAsync(collection, cancellationToken).ConfigureAwait(false)).Select(i => i["name"].AsString).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. body["indexes"].AsBsonArray
                .Select(index => index.AsBsonDocument["name"].AsString)
                .Where(name => !present.Contains(name))
                .Select(name => new Command(schema.Database, new BsonDocument { { "dropIndexes", collection }, { "index", name } }.ToRaw())),
        ];
    }

    private static async Task<IReadOnlyList<Command>> ForDropIndexesAsync(SchemaReader schema, string collection, BsonDocument body, CancellationToken cancellationToken)
    {
        var wanted = body.TryGetValue("index", out var index) && index is BsonString name ? name.Value : "*";
        var dropped = (await schema.ListIndexesAsync(collection, cancellationToken).ConfigureAwait(false))
            .Where(i => i["name"].AsString != "_id_" && (wanted == "*" || i["name"].AsString == wanted))
            .Select(WithoutServerFields)
            .ToList();
        return dropped.Count == 0 ? [] : [new Command(schema.Database, new BsonDocument { { "createIndexes", collection }, { "indexes", new BsonArray(dropped) } }.ToRaw())];
    }

    private static async Task<IReadOnlyList<Command>> ForModifyAsync(SchemaReader schema, string collection, BsonDocument body, CancellationToken cancellationToken)
    {
        if (!body.Names.Any(n => n.StartsWith("valid", StringComparison.Ordinal)) || await schema.FindCollectionAsync(collection, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return [];
        }

        var options = found.TryGetValue("options", out var value) && value is BsonDocument document ? document : [];
        var undo = new BsonDocument
        {
            { "collMod", collection },
            { "validator", options.TryGetValue("validator", out var validator) ? validator : new BsonDocument() },
            { "validationLevel", options.TryGetValue("validationLevel", out var level) ? level : "strict" },
            { "validationAction", options.TryGetValue("validationAction", out var action) ? action : "error" },
        };
        return [new Command(schema.Database, undo.ToRaw())];
    }

    private static IReadOnlyList<Command> ForRename(Command command, BsonDocument body)
    {
        if (body.TryGetValue("dropTarget", out var drop) && drop is BsonBoolean { Value: true })
        {
            return [];
        }

        var undo = new BsonDocument { { "renameCollection", body["to"] }, { "to", body["renameCollection"] } };
        return [new Command(command.Database, undo.ToRaw())];
    }

    private static Command Drop(string database, string collection) => new(database, new BsonDocument { { "drop", collection } }.ToRaw());

    private static BsonDocument WithoutServerFields(BsonDocument index)
    {
        var copy = index.DeepClone();
        copy.Remove("v");
        copy.Remove("ns");
        return copy;
    }
}
