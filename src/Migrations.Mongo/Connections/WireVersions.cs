using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;

namespace Migrations.Mongo.Connections;

internal static class WireVersions
{
    // MongoDB 4.4 to 9.0.
    public const int Oldest = 9;
    public const int Newest = 29;

    public static string? FindMismatch(ServerAddress address, int minimum, int maximum) => (minimum, maximum) switch
    {
        ( > Newest, _) => $"Server at {address} requires wire version {minimum}, but this version of Migrations only supports up to {Newest}. Update Migrations.",
        (_, < Oldest) => $"Server at {address} reports wire version {maximum}, but this version of Migrations requires at least {Oldest} (MongoDB 4.4). Update the server.",
        _ => null,
    };

    public static void Check(ServerAddress address, HelloReply hello)
    {
        if (FindMismatch(address, hello.MinWireVersion, hello.MaxWireVersion) is { } mismatch)
        {
            throw new MongoException(MigrationErrorCode.IncompatibleServer, mismatch);
        }
    }
}
