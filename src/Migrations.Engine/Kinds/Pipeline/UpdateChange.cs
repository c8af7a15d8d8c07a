using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Pipeline;

// The server's own update of the documents of a page. It does not say which document it refuses.
internal sealed class UpdateChange(ICommandChannel channel, string database, ServerUpdate update) : IDocumentChange
{
    public async Task<ChangedPage> RunAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken)
    {
        var filter = IdRange.Within(update.Filter, new BsonDocument("$in", new BsonArray(page.Select(DocumentId.Of))));
        using var reply = await channel.RunAsync(update.ToCommand(database, filter, isInTransaction: true), session, cancellationToken).ConfigureAwait(false);
        WriteReplies.ThrowOnErrors(reply.Document, "update", update.Collection);
        return new ChangedPage(page, page.Count) { Modified = WriteReplies.Count(reply.Document, "nModified"u8) };
    }
}
