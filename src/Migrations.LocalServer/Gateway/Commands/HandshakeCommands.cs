using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class HandshakeCommands
{
    public const string SetName = "rs0";
    private const int MaxWireVersion = 25;
    private const int MaxDocument = 16 * 1024 * 1024;
    private const int MaxMessage = 48_000_000;

    // The limit of the storage engine; MongoDB's is 100 000.
    private const int MaxBatch = 25_000;

    private static readonly ObjectId ElectionId = ObjectId.Parse("7fffffff0000000000000001");

    public static Task<RawDocument> HelloAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var body = context.Request.Body;
        if (body.TryGetValue("client"u8, out var client) && client.AsDocument.TryGetValue("application"u8, out var application) && application.AsDocument.TryGetValue("name"u8, out var name))
        {
            context.Client.AppName = name.AsString;
        }

        var isHello = context.Request.Name == "hello";
        var gateway = context.Gateway;
        var now = new BsonDateTime(gateway.Time.GetUtcNow().UtcDateTime);
        var written = new BsonTimestamp((long)gateway.Clock.Next());
        var moment = new BsonDocument { { "ts", written }, { "t", 1L } };
        var reply = new BsonDocument
        {
            { "helloOk", true }, { isHello ? "isWritablePrimary" : "ismaster", true }, { "secondary", false }, { "setName", SetName }, { "setVersion", 1 },
            { "hosts", new BsonArray([gateway.Address]) }, { "primary", gateway.Address }, { "me", gateway.Address }, { "electionId", ElectionId },
            { "lastWrite", new BsonDocument { { "opTime", moment }, { "lastWriteDate", now }, { "majorityOpTime", moment }, { "majorityWriteDate", now } } },
            { "maxBsonObjectSize", MaxDocument }, { "maxMessageSizeBytes", MaxMessage }, { "maxWriteBatchSize", MaxBatch }, { "localTime", now },
            { "logicalSessionTimeoutMinutes", 30 }, { "connectionId", context.Client.Id }, { "minWireVersion", 0 }, { "maxWireVersion", MaxWireVersion }, { "readOnly", false }, { "ok", 1.0 },
        };
        return Task.FromResult(reply.ToRaw());
    }

    public static Task<RawDocument> RefuseLoginAsync(CommandContext context, CancellationToken cancellationToken) =>
        throw new CommandFailure(ServerError.AuthenticationFailed, "The local server has no users. Remove name and password from the connection string.");

    public static Task<RawDocument> ConnectionStatusAsync(CommandContext context, CancellationToken cancellationToken) =>
        Replies.With(("authInfo", new BsonDocument { { "authenticatedUsers", new BsonArray() }, { "authenticatedUserRoles", new BsonArray() } }));

    public static Task<RawDocument> WhatIsMyAddressAsync(CommandContext context, CancellationToken cancellationToken) =>
        Replies.With(("you", context.Client.Peer));
}
