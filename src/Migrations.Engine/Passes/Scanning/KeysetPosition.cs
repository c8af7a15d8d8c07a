using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Scanning;

// The next query. A null condition is the whole collection; the kinds are known if the condition only concerns kinds.
internal sealed record KeysetPart(BsonDocument? Condition, IdRange? Kinds);

// A place in the order of _id within a range: first comes the rest of the kind that the last _id has, then the kinds after it.
internal static class KeysetPosition
{
    // The queries to try, one after the other, until one finds documents. None at the end of the range.
    public static IReadOnlyList<KeysetPart> After(BsonValue? last, IdRange range)
    {
        if (last is null)
        {
            return [new KeysetPart(range.Condition(), range)];
        }

        return range.IsNaN ? [] : [.. SameKindAfter(last, range), .. LaterKindsAfter(last, range)];
    }

    // None if the kind has only one value.
    private static IEnumerable<KeysetPart> SameKindAfter(BsonValue last, IdRange range) =>
        IdKinds.HasOneValue(IdKinds.Of(last)) ? []
        : IdKinds.IsNaN(last) ? [new KeysetPart(range.WithUpperBound(new BsonDocument("$gte", double.NegativeInfinity)), null)]
        : [new KeysetPart(range.WithUpperBound(new BsonDocument("$gt", last)), null)];

    private static IEnumerable<KeysetPart> LaterKindsAfter(BsonValue last, IdRange range)
    {
        if (IdKinds.Of(last) < range.LastKind)
        {
            var later = new IdRange(IdKinds.Of(last) + 1, range.LastKind);
            yield return new KeysetPart(later.Condition(), later);
        }
    }
}

// Whether kinds at one end of the order of _id are empty, which the least or the greatest _id shows; any server finds it in its index.
// Some servers do not find a kind in the index: they would read all documents to find none.
internal sealed class KindProbe(ICommandChannel channel, string database, string collection)
{
    // False if that is not known.
    public async Task<bool> AreNoneAsync(int firstKind, int lastKind, IChannelSession? session, CancellationToken cancellationToken)
    {
        var isBehind = lastKind == IdKinds.Count - 1;
        if (isBehind == (firstKind == 0))
        {
            // All kinds, or kinds in the middle.
            return false;
        }

        using var reply = await channel.RunAsync(Find(isBehind ? -1 : 1), session, cancellationToken).ConfigureAwait(false);
        foreach (var document in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            return document.AsDocument.TryGetValue("_id"u8, out var id) && IdKinds.Of(id.Type) is >= 0 and var kind && (isBehind ? kind < firstKind : kind > lastKind);
        }

        return true;
    }

    // Ranges within a kind use the index.
    public async Task<bool> AreNoneAsync(IdRange range, IChannelSession? session, CancellationToken cancellationToken) =>
        range is { IsNaN: false, After: null, UpTo: null } && await AreNoneAsync(range.FirstKind, range.LastKind, session, cancellationToken).ConfigureAwait(false);

    private Command Find(int order)
    {
        var body = new BsonDocument
        {
            { "find", collection },
            { "projection", new BsonDocument("_id", 1) },
            { "sort", new BsonDocument("_id", order) },
            { "limit", 1 },
            { "singleBatch", true },
        };
        return new Command(database, body.ToRaw()) { Kind = CommandKind.Read };
    }
}
