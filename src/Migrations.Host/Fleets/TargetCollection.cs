using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Connecting;
using Migrations.Shared;
using MongoDB.Bson;

namespace Migrations.Host.Fleets;

// A collection whose documents each name a database: DATABASE.COLLECTION:FIELD. A name of a collection may have dots, one of a database none.
internal sealed record TargetCollection(string Database, string Name, string Field)
{
    public static TargetCollection Parse(string text)
    {
        var (dot, colon) = (text.IndexOf('.', StringComparison.Ordinal), text.LastIndexOf(':'));
        return dot > 0 && colon > dot + 1 && colon < text.Length - 1 && !text.Contains("//", StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal)
            ? new TargetCollection(DatabaseName.Require(text[..dot]), text[(dot + 1)..colon], text[(colon + 1)..])
            : throw TargetName.Invalid($"What '{OptionTable.DatabasesFrom.Option}' names is not DATABASE.COLLECTION:FIELD", "Write, for example, registry.tenants:database");
    }

    public async Task<IReadOnlyList<TargetName>> ReadAsync(ICommandChannel channel, CancellationToken cancellationToken)
    {
        var names = new List<TargetName>();
        var find = new BsonDocument { { "find", Name }, { "sort", new BsonDocument("_id", 1) }, { "projection", new BsonDocument { { "_id", 1 }, { Field, 1 } } } };
        await foreach (var document in new CollectionCommands(channel, Database).ReadAsync(find, null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(NameOf(document));
        }

        return names.Count > 0 ? names : throw new MigrationException(MigrationErrorCode.TargetsMissing, $"The collection '{Name}' of the database '{Database}' has no document, so it names no database. Nothing was done. Correct '{OptionTable.DatabasesFrom.Option}'.");
    }

    // A name, and never a pattern or a connection: what data say must not reach further than one database.
    private TargetName NameOf(BsonDocument document)
    {
        var fault = ValueOf(document) switch
        {
            null => "has no such field",
            { IsString: false } => "has something else than a text there",
            { AsString: var text } when TargetName.LooksLikeConnection(text) => "has something there that looks like a connection string, which is not repeated here",
            { AsString: var text } when DatabaseName.FaultOf(text) is { } wrong => $"names '{text}', which is no database: {wrong}",
            _ => null,
        };
        return fault is null ? new TargetName(null, ValueOf(document)!.AsString) : throw new MigrationException(
            MigrationErrorCode.TargetFieldUnusable,
            $"The document {new BsonDocument("_id", document["_id"]).ToText()} of '{Database}.{Name}' {fault} (field '{Field}'). Nothing was done. Correct the document, or name another field.");
    }

    private BsonValue? ValueOf(BsonDocument document)
    {
        BsonValue? value = document;
        foreach (var part in Field.Split('.'))
        {
            value = value is BsonDocument inner && inner.TryGetValue(part, out var found) ? found : null;
        }

        return value;
    }
}
