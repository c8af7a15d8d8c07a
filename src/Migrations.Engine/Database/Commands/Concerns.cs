using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

// The concerns of every command that sets none and is not in a transaction.
internal sealed record Concerns(byte[] WriteConcern, ReadConcern ReadConcern, string? ReadConcernLevel)
{
    public static Concerns Of(MongoClientSettings settings)
    {
        var write = settings.WriteConcern.IsServerDefault ? MongoDB.Driver.WriteConcern.WMajority : settings.WriteConcern;
        return new Concerns(write.ToBsonDocument().ToBson(), settings.ReadConcern, settings.ReadConcern.Level is { } level ? NameOf(level) : null);
    }

    private static string NameOf(ReadConcernLevel level) => new ReadConcern(level).ToBsonDocument()["level"].AsString;
}
