using Migrations.Engine.Wording;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Reporting;

namespace Migrations.Engine.Undo;

// Replaces documents by what they were. Returns how many the filters matched.
internal sealed class RestoreWriter(ICommandChannel channel, string database, string collection, MigrationIdentity migration)
{
    // With a guard a statement holds a document twice, and the server takes 16 MiB.
    private const int MaxGuarded = 15 * 1024 * 1024;

    public async Task<long> WriteAsync(IReadOnlyList<FoundDocument> documents, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return 0;
        }

        using var statements = new RawWriter(documents.Sum(d => d.Stored.Before.Length + 256));
        foreach (var document in documents)
        {
            var replacement = Replacement(document.Stored.Before);
            statements.WriteStartDocument();
            statements.WriteRaw("q"u8, BsonType.Document, Filter(document, session is null).ToRaw().Bytes.Span);
            statements.WriteRaw("u"u8, replacement.Type, replacement.Bytes.Span);
            statements.WriteEndDocument();
        }

        var body = new BsonDocument { { "update", collection }, { "ordered", true } };
        var command = new Command(database, body.ToRaw()) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence("updates", statements.WrittenMemory, documents.Count) };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        ThrowOnErrors(reply.Document, documents);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private static BsonDocument Filter(FoundDocument document, bool isGuarded)
    {
        var filter = new BsonDocument("_id", document.Stored.Id);
        if (isGuarded && document.Current.Length + document.Stored.Before.Length <= MaxGuarded)
        {
            filter.Add("$expr", new BsonDocument("$eq", new BsonArray(["$$ROOT", new BsonDocument("$literal", document.Current.Embed())])));
        }

        return filter;
    }

    // A field that starts with '$' would be taken for an operator, and an empty timestamp would be filled in; an expression does neither.
    private static RawValue Replacement(RawDocument before)
    {
        var isPlain = true;
        foreach (var element in before)
        {
            isPlain &= !element.NameUtf8.StartsWith("$"u8) && !(element.Value.Type == BsonType.Timestamp && element.Value.AsTimestamp == 0);
        }

        return isPlain
            ? new RawValue(BsonType.Document, before.Bytes)
            : new BsonArray([new BsonDocument("$replaceWith", new BsonDocument("$literal", before.Embed()))]).ToRawValue();
    }

    private void ThrowOnErrors(RawDocument reply, IReadOnlyList<FoundDocument> documents)
    {
        var errors = WriteReplies.ReadErrors(reply);
        if (errors.Count == 0)
        {
            WriteReplies.ThrowOnErrors(reply, "update", collection);
            return;
        }

        var first = errors[0];
        var id = documents[first.Index].Stored.Id;
        var reason = $"The server refused it with code {first.ServerCode}: {first.Message}{(first.Info is null ? "" : " " + first.Info.ToText())}";
        throw new DocumentsFailedException(
            MigrationErrorCode.DocumentFailed,
            $"Migration {migration} '{migration.Title}' could not restore the document {DocumentId.TextOf(id)} of '{collection}'. {Sentence.Of(reason)} Newer batches are restored, and are checkpointed. Remove what conflicts with the old document (an index, a validator) and run again.",
            1)
        {
            Documents = [new FailedDocument { Collection = collection, Id = id, Code = MigrationErrorCode.DocumentFailed, Reason = reason }],
        };
    }
}
