using Migrations.Bson;
using Migrations.Channel;

namespace Migrations.Engine.Documents;

// Sends the updates of a batch as one command.
internal sealed class BatchWriter(ICommandChannel channel, string database, string collection, MigrationIdentity migration)
{
    public Task<long> WriteAsync(IReadOnlyList<PlannedChange> changes, IChannelSession session, CancellationToken cancellationToken) =>
        SendAsync(changes, c => new BsonDocument("_id", c.Document["_id"].ToBsonValue()), session, cancellationToken);

    public Task<long> WriteGuardedAsync(IReadOnlyList<PlannedChange> changes, CancellationToken cancellationToken) =>
        SendAsync(changes, c => Guard.For(c.Document, c.Change), null, cancellationToken);

    // Returns how many documents the filters matched.
    private async Task<long> SendAsync(IReadOnlyList<PlannedChange> changes, Func<PlannedChange, BsonDocument> filter, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return 0;
        }

        using var statements = new BsonWriter(changes.Count * 256);
        foreach (var change in changes)
        {
            statements.WriteStartDocument();
            statements.WriteRaw("q"u8, BsonType.Document, filter(change).ToRaw().Bytes.Span);
            statements.WriteRaw("u"u8, change.Change.Update.BsonType, change.Change.Update.ToRawValue().Bytes.Span);
            statements.WriteEndDocument();
        }

        var body = new BsonDocument { { "update", collection }, { "ordered", true } };
        var command = new Command(database, body.ToRaw()) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence("updates", statements.WrittenMemory, changes.Count) };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        ThrowOnErrors(reply.Document, changes);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private void ThrowOnErrors(RawBsonDocument reply, IReadOnlyList<PlannedChange> changes)
    {
        var errors = WriteReplies.ReadErrors(reply);
        if (errors.Count == 0)
        {
            WriteReplies.ThrowOnErrors(reply, "update", collection);
            return;
        }

        var first = errors[0];
        throw new MigrationException(
            MigrationErrorCode.DocumentFailed,
            $"Migration {migration} '{migration.Title}' failed on the document {Batch.IdOf(changes[first.Index].Document)} of '{collection}': the server refused its update with code {first.ServerCode}: {first.Message}{(first.Info is null ? "" : " " + first.Info.ToJson())} Its batch was not kept; earlier batches are, and are checkpointed. Correct the data or the migration and run again.");
    }
}
