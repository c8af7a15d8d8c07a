using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Emit;

// Sends what documents became: a command for each collection and kind of write.
internal sealed class EmitWriter(ICommandChannel channel, string database, SourceCollection source)
{

    // With a guard a statement holds the document, and the server takes 16 MiB.
    private const int MaxGuarded = 15 * 1024 * 1024;

    // Whether the server can answer for each statement outside of transactions.
    public bool TellsEach { get; init; } = true;

    public Sharding Sharding { get; init; } = Sharding.None;

    // In a transaction, the first failure ends it anyway.
    public async Task<IReadOnlyList<InsertFailure>> InsertAsync(IReadOnlyList<Emission> emissions, IChannelSession? session, CancellationToken cancellationToken)
    {
        var failures = new List<InsertFailure>();
        foreach (var group in emissions.SelectMany(e => e.Inserts.Select(i => (Emission: e, Insert: i))).GroupBy(p => p.Insert.Collection, StringComparer.Ordinal))
        {
            var inserts = group.ToList();
            using var documents = new RawWriter(inserts.Sum(i => i.Insert.Document.Length));
            inserts.ForEach(i => Append(documents, i.Insert.Document));
            var body = new BsonDocument { { "insert", group.Key }, { "ordered", session is not null } };
            using var reply = await SendAsync(body, "documents", documents, inserts.Count, session, cancellationToken).ConfigureAwait(false);
            var errors = WriteReplies.ReadErrors(reply.Document);
            ServerStateErrors.ThrowOnIt(reply.Document, errors, "insert", group.Key);
            failures.AddRange(errors.Select(e => new InsertFailure(inserts[e.Index].Emission, inserts[e.Index].Insert, e)));
            if (failures.Count > 0 && session is not null)
            {
                break;
            }
        }

        return failures;
    }

    // All workers write the shared documents in the same order, so that no two wait for each other.
    public async Task<MergeOutcome> MergeAsync(IReadOnlyList<Emission> emissions, IChannelSession session, CancellationToken cancellationToken)
    {
        var outcome = new MergeOutcome(0, 0, []);
        var merges = emissions.SelectMany(e => e.Merges.Select(m => (Emission: e, Merge: m)));
        foreach (var group in merges.GroupBy(m => m.Merge.Collection, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var updates = group.OrderBy(m => m.Merge.Id, BytewiseIds.Comparer).ToList();
            using var statements = new RawWriter(updates.Count * 128);
            updates.ForEach(u => Append(statements, u.Merge));
            using var reply = await SendAsync(new BsonDocument { { "update", group.Key }, { "ordered", true } }, "updates", statements, updates.Count, session, cancellationToken).ConfigureAwait(false);
            var errors = WriteReplies.ReadErrors(reply.Document);
            ThrowOnRace(reply.Document, errors, group.Key);
            ServerStateErrors.ThrowOnIt(reply.Document, errors, "update", group.Key);
            var inserted = reply.Document.TryGetValue("upserted"u8, out var upserted) ? upserted.AsArray.Count : 0;
            outcome = new MergeOutcome(outcome.Inserted + inserted, outcome.Modified + WriteReplies.Count(reply.Document, "nModified"u8), [.. errors.Select(e => Refused(updates[e.Index].Emission, group.Key, e))]);
            if (errors.Count > 0)
            {
                break;
            }
        }

        return outcome;
    }

    // Returns how many existed.
    public async Task<long> DeleteSourcesAsync(IReadOnlyList<Emission> emissions, IChannelSession session, CancellationToken cancellationToken)
    {
        var moved = emissions.Where(e => e.DeletesSource).Select(e => e.Source).ToList();
        return moved.Count == 0 ? 0 : await DeleteAsync(source.Name, moved, session, cancellationToken).ConfigureAwait(false);
    }

    // Without a transaction, only deletes those that are unchanged since they were read, and returns them: any others that are gone were deleted by somebody else.
    public async Task<IReadOnlySet<Emission>> DeleteSourcesAsync(IReadOnlyList<Emission> emissions, CancellationToken cancellationToken)
    {
        var deleted = new HashSet<Emission>(ReferenceEqualityComparer.Instance);
        var moved = emissions.Where(e => e.DeletesSource).ToList();
        for (var i = 0; i < moved.Count;)
        {
            // A server that only says how many is asked one by one.
            var part = TellsEach ? moved[i..] : moved[i..(i + 1)];
            using var reply = await SendDeleteAsync(source.Name, [.. part.Select(e => e.Source)], null, cancellationToken).ConfigureAwait(false);
            deleted.UnionWith(reply.Document.TryGetValue("found"u8, out var found) ? found.AsArray.Select(p => part[p.ToInt32()]) : WriteReplies.Count(reply.Document, "n"u8) == part.Count ? part : []);
            i += part.Count;
        }

        return deleted;
    }

    public async Task<long> DeleteAsync(string collection, IReadOnlyList<RawDocument> documents, IChannelSession? session, CancellationToken cancellationToken)
    {
        using var reply = await SendDeleteAsync(collection, documents, session, cancellationToken).ConfigureAwait(false);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private async Task<CommandReply> SendDeleteAsync(string collection, IReadOnlyList<RawDocument> documents, IChannelSession? session, CancellationToken cancellationToken)
    {
        using var statements = new RawWriter(documents.Count * 64);
        foreach (var document in documents)
        {
            statements.WriteStartDocument();
            AppendFilter(statements, collection, document, session is null);
            statements.WriteInt32("limit"u8, 1);
            statements.WriteEndDocument();
        }

        var reply = await SendAsync(new BsonDocument { { "delete", collection }, { "ordered", true } }, "deletes", statements, documents.Count, session, cancellationToken).ConfigureAwait(false);
        try
        {
            WriteReplies.ThrowOnErrors(reply.Document, "delete", collection);
            return reply;
        }
        catch
        {
            // Nobody else releases the buffer.
            reply.Dispose();
            throw;
        }
    }

    public static DocumentFailure Refused(Emission emission, string collection, WriteError error)
    {
        var refusal = RefusedStatement.Read(error);
        return new DocumentFailure(emission.Id, error.ServerCode, $"The server refused with code {error.ServerCode} what it becomes in '{collection}': {refusal.Text}") { Path = refusal.Path, Details = refusal.Details };
    }

    public static DocumentFailure Refused(InsertFailure failure) => failure.IsIdTaken
        ? new DocumentFailure(failure.Emission.Id, failure.Error.ServerCode, $"It becomes {DocumentFailure.TextOf(failure.Insert.Id)} in '{failure.Insert.Collection}', where another document has that _id")
        {
            Code = MigrationErrorCode.EmittedIdTaken,
            Path = "_id",
            Details = RefusedStatement.Read(failure.Error).Details,
        }
        : Refused(failure.Emission, failure.Insert.Collection, failure.Error);

    // An update that asks for an _id cannot meet another document with it, except one that another worker inserts at this moment: the transaction starts again and finds it.
    private static void ThrowOnRace(RawDocument reply, IReadOnlyList<WriteError> errors, string collection)
    {
        if (errors.FirstOrDefault(e => e.ServerCode == ServerCodes.DuplicateKey && InsertFailure.IsAboutId(e)) is { } race)
        {
            throw new WriteException($"Another worker inserted the shared document of '{collection}' at the same moment: {race.Message}", errors, new RawDocument(reply.Bytes.ToArray()).ToBsonDocument(), ["TransientTransactionError"]);
        }
    }

    private static void Append(RawWriter writer, RawDocument document)
    {
        writer.WriteStartDocument();
        foreach (var element in document)
        {
            writer.WriteRaw(element.NameUtf8, element.Value);
        }

        writer.WriteEndDocument();
    }

    private static void Append(RawWriter writer, EmittedUpdate merge)
    {
        writer.WriteStartDocument();
        writer.WriteDocument("q"u8, new BsonDocument("_id", merge.Id).ToRaw());
        writer.WriteValue("u"u8, merge.Update);
        writer.WriteBoolean("upsert"u8, true);
        writer.WriteEndDocument();
    }

    private void AppendFilter(RawWriter writer, string collection, RawDocument document, bool isGuarded)
    {
        writer.WriteStartDocument("q"u8);
        writer.WriteRaw("_id"u8, document["_id"]);
        if (collection == source.Name)
        {
            Sharding.WriteKey(writer, document);
        }

        if (isGuarded && document.Length <= MaxGuarded)
        {
            writer.WriteDocument("$expr"u8, new BsonDocument("$eq", new BsonArray(["$$ROOT", new BsonDocument("$literal", document.Embed())])).ToRaw());
        }

        writer.WriteEndDocument();
    }

    private ValueTask<CommandReply> SendAsync(BsonDocument body, string sequence, RawWriter statements, int count, IChannelSession? session, CancellationToken cancellationToken) =>
        channel.RunAsync(new Command(database, body.AddRange(session is null ? new BsonDocument(DurableConcern.Name, DurableConcern.Value) : []).ToRaw()) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence(sequence, statements.WrittenMemory, count), TellsEach = session is null && sequence == "deletes" }, session, cancellationToken);
}

internal sealed record MergeOutcome(long Inserted, long Modified, IReadOnlyList<DocumentFailure> Failures);

// Any order will do, as long as it is the same everywhere.
internal static class BytewiseIds
{
    public static IComparer<BsonValue> Comparer { get; } = Comparer<BsonValue>.Create(Compare);

    private static int Compare(BsonValue first, BsonValue second)
    {
        var (a, b) = (first.ToRawValue(), second.ToRawValue());
        return a.Type == b.Type ? a.Bytes.Span.SequenceCompareTo(b.Bytes.Span) : a.Type.CompareTo(b.Type);
    }
}

// An emitted document that the server did not take.
internal sealed record InsertFailure(Emission Emission, EmittedDocument Insert, WriteError Error)
{

    public bool IsDuplicate => Error.ServerCode == ServerCodes.DuplicateKey;

    public bool IsIdTaken => IsDuplicate && IsAboutId(Error);

    public static bool IsAboutId(WriteError error) => error.KeyPattern is { } pattern
        ? pattern.ElementCount == 1 && pattern.Contains("_id")
        : error.Message.Contains(" index: _id_", StringComparison.Ordinal);
}
