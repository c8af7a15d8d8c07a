using Migrations.Engine.Database;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Locking;

// Repairs a damaged lock document: it is held by nobody, with a token newer than all others, once a holder must have noticed.
internal sealed class LockRepair(CollectionCommands commands, StateNames names, LockOptions options)
{
    // The highest token that anything was written under: nobody has a newer one.
    public async Task<long> FindHighestTokenAsync(CancellationToken cancellationToken)
    {
        var highest = 0L;
        foreach (var collection in (string[])[names.Applied, names.Ranges])
        {
            var usable = new BsonDocument("token", new BsonDocument { { "$gte", 0L }, { "$lt", StateDocument.Most } });
            foreach (var document in await commands.FindAllAsync(collection, usable, new BsonDocument("token", -1), cancellationToken, limit: 1).ConfigureAwait(false))
            {
                highest = Math.Max(highest, document["token"].ToInt64());
            }
        }

        return highest;
    }

    // As if the lock was broken. False if it has changed since it was read.
    public async Task<bool> RunAsync(BsonDocument damaged, CancellationToken cancellationToken)
    {
        var asRead = new BsonDocument { { "_id", LockDocument.Id } };
        foreach (var name in (string[])["token", "owner", "expires"])
        {
            asRead.Add(name, damaged.TryGetValue(name, out var value) ? new BsonDocument("$eq", value) : new BsonDocument("$exists", false));
        }

        var token = TokenOf(damaged);
        var newest = Math.Max(token ?? 0, await FindHighestTokenAsync(cancellationToken).ConfigureAwait(false)) + 1;
        return await commands.FindAndModifyAsync(names.Lock, asRead, LockDocument.Repair(OwnerOf(damaged), token ?? newest - 1, newest, options.Notice), cancellationToken).ConfigureAwait(false) is not null;
    }

    private static string OwnerOf(BsonDocument damaged) => damaged.GetValue("owner", null) is BsonString owner ? owner.Value : "an unknown owner";

    private static long? TokenOf(BsonDocument damaged) => damaged.GetValue("token", null) is BsonInt64 or BsonInt32 && damaged["token"].ToInt64() is >= 0 and < StateDocument.Most and var token ? token : null;
}
