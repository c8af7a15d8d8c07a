using Migrations.Bson;
using Migrations.Mongo.Messages;

namespace Migrations.Mongo.Handshake;

internal static class HelloCommand
{
    // The first message on a connection. By its old name: 4.4.0 and 4.4.1 do not know hello.
    public static OutgoingCommand First(BsonDocument metadata, string? user, BsonDocument? speculative)
    {
        var body = new BsonDocument { { "isMaster", 1 }, { "helloOk", true }, { "backpressure", "2" }, { "client", metadata } };
        if (user is not null)
        {
            body.Add("saslSupportedMechs", user);
        }

        if (speculative is not null)
        {
            body.Add("speculativeAuthenticate", speculative);
        }

        return new DocumentCommand("admin", body);
    }

    public static OutgoingCommand Later(bool helloOk) => new DocumentCommand("admin", helloOk
        ? new BsonDocument { { "hello", 1 } }
        : new BsonDocument { { "isMaster", 1 }, { "helloOk", true } });
}
