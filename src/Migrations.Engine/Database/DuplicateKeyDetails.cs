using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// The driver's typed calls leave out which key was there already. The statement, asked once more in a transaction that is taken back whatever it says, tells: nothing is written, and
// where the key is free by now, there is nothing to tell.
internal static class DuplicateKeyDetails
{
    private static readonly string[] Told = ["keyPattern", "keyValue"];

    public static async Task<BsonDocument> AskAsync(IMongoDatabase database, BsonDocument command, CancellationToken cancellationToken)
    {
        try
        {
            using var session = await database.Client.StartSessionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            session.StartTransaction();
            try
            {
                var reply = await database.RunCommandAsync<BsonDocument>(session, command, cancellationToken: cancellationToken).ConfigureAwait(false);
                return Read(reply);
            }
            finally
            {
                await session.AbortTransactionAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (DriverFailures.IsFailure(e))
        {
            // The failure is known without; this is only more of it.
            return [];
        }
    }

    private static BsonDocument Read(BsonDocument reply)
    {
        var error = reply.TryGetValue("writeErrors", out var errors) && errors is BsonArray { Count: > 0 } found ? found[0].AsBsonDocument : [];
        return new BsonDocument(error.Where(e => Told.Contains(e.Name, StringComparer.Ordinal)));
    }
}
