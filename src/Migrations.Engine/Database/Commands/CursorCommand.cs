using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

// A command that opens a cursor, as the driver takes it.
internal abstract record CursorCommand(string Name)
{
    // Null if it is another command, or has fields that are not known here. Collections and indexes come as objects of the driver, not as bytes, so they go this way only
    // where they have to: to one mongos of several.
    public static CursorCommand? TryRead(Command command, DeploymentKind deployment) => FindCommand.TryRead(command) ?? AggregateCommand.TryRead(command)
        ?? (deployment == DeploymentKind.Sharded ? ListCommand.TryRead(command) : (CursorCommand?)null);

    public abstract Task<IAsyncCursor<RawBsonDocument>> OpenAsync(IMongoDatabase database, MongoCollectionSettings settings, IClientSessionHandle? session, CancellationToken cancellationToken);

    protected static RawBsonDocument Raw(RawValue value) => new(value.AsDocument.Bytes.ToArray());
}
