using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Wire;

namespace Migrations.LocalServer.Gateway.Requests;

// A command without what concerns only the conversation: the engine gets the rest as it came.
internal sealed class CommandRequest
{
    // A document of 16 MiB and what a command puts around it, as MongoDB has it (BSONObjMaxInternalSize).
    private const int MaxBodySize = (16 * 1024 * 1024) + (16 * 1024);
    private const int BodyTooLarge = 10334;
    private readonly IReadOnlyList<SequenceSection> _sequences;

    private CommandRequest(string name, string database, RawDocument body, SessionFields session, IReadOnlyList<SequenceSection> sequences)
    {
        Name = name;
        Database = database;
        Body = body;
        Session = session;
        _sequences = sequences;
    }

    public string Name { get; }

    public string Database { get; }

    public RawDocument Body { get; }

    public SessionFields Session { get; }

    // The value of the first field, mostly the collection's name.
    public RawValue Target
    {
        get
        {
            foreach (var element in Body)
            {
                return element.Value;
            }

            throw new CommandFailure(ServerError.FailedToParse, "The command is empty.");
        }
    }

    public string Collection => Target is { Type: BsonType.String } target
        ? target.AsString
        : throw new CommandFailure(ServerError.TypeMismatch, $"collection name has invalid type {Target.Type}");

    public static CommandRequest From(ClientMessage message)
    {
        if (message.Body.Length > MaxBodySize)
        {
            throw new CommandFailure(BodyTooLarge, $"BSONObj size: {message.Body.Length} is invalid. Size must be between 0 and {MaxBodySize}");
        }

        using var body = new RawWriter(message.Body.Length);
        var session = new SessionFields();
        string? name = null;
        body.WriteStartDocument();
        foreach (var element in message.Body)
        {
            name ??= element.Name;
            if (!session.Take(element))
            {
                body.WriteBytes(element.Bytes.Span);
            }
        }

        body.WriteEndDocument();
        var database = session.Database ?? message.LegacyDatabase ?? throw new CommandFailure(40414, "OP_MSG requests require a $db argument");
        return new CommandRequest(name ?? "", database, new RawDocument(body.ToArray()), session, message.Sequences);
    }

    // The same conversation with another command.
    public CommandRequest With(string database, RawDocument body, string sequenceName, ReadOnlyMemory<byte> documents)
    {
        var name = "";
        foreach (var element in body)
        {
            name = element.Name;
            break;
        }

        return new CommandRequest(name, database, body, Session, [new SequenceSection(sequenceName, documents)]);
    }

    // Null if the documents, if any, are in the body.
    public ReadOnlyMemory<byte>? Sequence(string name)
    {
        foreach (var sequence in _sequences)
        {
            if (sequence.Name == name)
            {
                return sequence.Documents;
            }
        }

        return null;
    }

    // The documents of a section or, when there is none, of an array in the body.
    public IReadOnlyList<RawDocument> Documents(string name)
    {
        if (Sequence(name) is { } bytes)
        {
            return SplitSequence(bytes);
        }

        return Body.TryGetValue(name, out var value) && value.Type == BsonType.Array ? [.. value.AsArray.Select(item => item.AsDocument)] : [];
    }

    private static List<RawDocument> SplitSequence(ReadOnlyMemory<byte> bytes)
    {
        var documents = new List<RawDocument>();
        while (bytes.Length >= 5)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
            if (length < 5 || length > bytes.Length)
            {
                throw new CommandFailure(ServerError.FailedToParse, "A document of a section is longer than the section.");
            }

            documents.Add(new RawDocument(bytes[..length]));
            bytes = bytes[length..];
        }

        return documents;
    }
}
