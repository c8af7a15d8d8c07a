using System.Text;
using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Messages;

namespace Migrations.Mongo.Authentication;

// Logs connections in. One for a channel, so that derived keys are shared.
internal sealed class Authenticator(Credential credential)
{
    private readonly ScramKeyCache _cache = new();

    // What hello asks when the server shall say which mechanisms the user has.
    public string? UserToAskFor => credential.Mechanism is null ? $"{credential.Source}.{credential.UserName}" : null;

    // SHA-256 is guessed when the mechanism is open: a right guess saves a round trip.
    public ScramConversation Begin() => Conversation(credential.Mechanism is null ? ScramMechanism.Sha256 : ScramMechanism.Named(credential.Mechanism));

    public BsonDocument Speculate(ScramConversation conversation)
    {
        var start = Start(conversation);
        start.Add("db", credential.Source);
        return start;
    }

    public async Task AuthenticateAsync(MongoConnection connection, ScramConversation speculated, CancellationToken cancellationToken)
    {
        var conversation = speculated;
        var answer = connection.Hello.SpeculativeAuthenticate;
        if (answer is null)
        {
            conversation = Conversation(Choose(connection.Hello));
            answer = await RunAsync(connection, Start(conversation), cancellationToken).ConfigureAwait(false);
        }

        var final = conversation.ClientFinal(Payload(answer));
        answer = await RunAsync(connection, Continue(answer, final), cancellationToken).ConfigureAwait(false);
        conversation.CheckServerFinal(Payload(answer));

        // Servers that do not skip it want one more, empty exchange.
        while (!answer.TryGetValue("done", out var done) || done is not BsonBoolean { Value: true })
        {
            answer = await RunAsync(connection, Continue(answer, ""), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Payload(BsonDocument answer) =>
        answer.TryGetValue("payload", out var payload) && payload is BsonBinaryData bytes ? Encoding.UTF8.GetString(bytes.Bytes.Span) : "";

    private static BsonDocument Start(ScramConversation conversation) => new()
    {
        { "saslStart", 1 },
        { "mechanism", conversation.Mechanism.Name },
        { "payload", new BsonBinaryData(Encoding.UTF8.GetBytes(conversation.ClientFirst())) },
        { "autoAuthorize", 1 },
        { "options", new BsonDocument { { "skipEmptyExchange", true } } },
    };

    private static BsonDocument Continue(BsonDocument answer, string payload) => new()
    {
        { "saslContinue", 1 },
        { "conversationId", answer.TryGetValue("conversationId", out var id) ? id : 1 },
        { "payload", new BsonBinaryData(Encoding.UTF8.GetBytes(payload)) },
    };

    private ScramConversation Conversation(ScramMechanism mechanism) => new(mechanism, credential.UserName, credential.Password ?? throw NoPassword(), _cache);

    private ScramMechanism Choose(HelloReply hello)
    {
        if (credential.Mechanism is not null)
        {
            return ScramMechanism.Named(credential.Mechanism);
        }

        return hello.SaslMechanisms?.Contains(ScramMechanism.Sha256.Name, StringComparer.Ordinal) == true ? ScramMechanism.Sha256 : ScramMechanism.Sha1;
    }

    private async Task<BsonDocument> RunAsync(MongoConnection connection, BsonDocument command, CancellationToken cancellationToken)
    {
        using var reply = await connection.RoundTripAsync(new DocumentCommand(credential.Source, command), null, cancellationToken).ConfigureAwait(false);
        var document = new RawBsonDocument(reply.Document.Bytes.ToArray()).ToBsonDocument();
        return document.TryGetValue("ok", out var ok) && ok.ToDouble() is not 0 ? document : throw Refused(connection, document);
    }

    private MongoException NoPassword() => new(
        MigrationErrorCode.AuthenticationFailed,
        $"The connection string names the {credential} without a password. Nobody was logged in. Write mongodb://user:password@host.");

    private MongoException Refused(MongoConnection connection, BsonDocument reply)
    {
        var message = reply.TryGetValue("errmsg", out var text) && text.IsString ? text.AsString : "no reason given";
        var labels = reply.TryGetValue("errorLabels", out var list) && list is BsonArray array ? array.Select(l => l.AsString) : null;
        return new MongoException(
            MigrationErrorCode.AuthenticationFailed,
            $"The server '{connection.Address}' refused the login of {credential}: {message.TrimEnd('.')}. Nothing was read or written. Check user, password and 'authSource', the database that holds the user.",
            null,
            labels);
    }
}
