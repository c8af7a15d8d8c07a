using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Emit;

// What an emitting migration must never do.
internal sealed class EmitRules(MigrationDescriptor migration, SourceCollection source, Func<string, bool> isState)
{
    private const string FilterNames = "Filter (DownFilter on the way back)";

    public SourceCollection Source => source;

    public void Check(Emission emission)
    {
        foreach (var collection in emission.Collections)
        {
            CheckTarget(collection);
        }

        if (emission.Merges.Count > 0 && migration.Transaction != TransactionMode.Require)
        {
            throw new MigrationException(
                MigrationErrorCode.MergeNeedsTransaction,
                $"Migration {migration.Identity} '{migration.Identity.Title}' merges into '{emission.Merges[0].Collection}'. A merge that is repeated after a crash counts twice, so it must be in its batch's transaction. Its batch was not written. Set Transaction = TransactionMode.Require in [Migration].");
        }
    }

    public MigrationException ReadsItsOwn(long count) => Faulty(
        $"{count} document(s) that it emitted into '{source.Name}' match its own filter {source.Filter.ToText()}, so it would read them again and again. Their batch was not kept. Override {FilterNames} so that it leaves out what is emitted");

    public void CheckTarget(string collection)
    {
        if (isState(collection))
        {
            throw new MigrationException(
                MigrationErrorCode.EmitsIntoState,
                $"Migration {migration.Identity} '{migration.Identity.Title}' emits into '{collection}', which holds the state of the migrations. Nothing of its batch was written. Choose another collection.");
        }

        if (collection == source.Name && source.Filter.ElementCount == 0)
        {
            throw Faulty($"it emits into '{collection}', which it reads from beginning to end, so it would read what it emitted. Nothing of its batch was written. Override {FilterNames} so that it leaves out what is emitted, for example {{ \"version\": {{ \"$exists\": false }} }}");
        }
    }

    private MigrationException Faulty(string fact) => new(MigrationErrorCode.EmitsIntoItsSource, $"Migration {migration.Identity} '{migration.Identity.Title}' cannot be run: {fact}.");
}

// Whether documents that are emitted into the source collection would be read again. Only the server can tell, with the filter.
internal sealed class FeedbackCheck(ICommandChannel channel, string database, SourceCollection source)
{
    public async Task<long> CountAsync(IReadOnlyList<Emission> emissions, IChannelSession? session, CancellationToken cancellationToken)
    {
        var inserted = emissions.SelectMany(e => e.Inserts).Where(i => i.Collection == source.Name).Select(i => i.Id);
        var merged = emissions.SelectMany(e => e.Merges).Where(m => m.Collection == source.Name).Select(m => m.Id);
        var ids = new BsonArray(inserted.Concat(merged));
        if (ids.Count == 0)
        {
            return 0;
        }

        var match = new BsonDocument("$and", new BsonArray([source.Filter, new BsonDocument("_id", new BsonDocument("$in", ids))]));
        var pipeline = new BsonArray([new BsonDocument("$match", match), new BsonDocument("$count", "n")]);
        var command = new Command(database, new BsonDocument { { "aggregate", source.Name }, { "pipeline", pipeline }, { "cursor", new BsonDocument() } }.ToRaw()) { Kind = CommandKind.Read };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        foreach (var found in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            return WriteReplies.Count(found.AsDocument, "n"u8);
        }

        return 0;
    }
}
