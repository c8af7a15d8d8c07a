using Migrations.Mongo.Connections;

namespace Migrations.Mongo.Pooling;

// Gets a connection, or null: the right to open one.
internal sealed class PoolWaiter() : TaskCompletionSource<MongoConnection?>(TaskCreationOptions.RunContinuationsAsynchronously);
