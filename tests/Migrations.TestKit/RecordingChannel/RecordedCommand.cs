using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;

namespace Migrations.TestKit;

/// <summary>One command as it reached a <see cref="RecordingChannel"/>.</summary>
internal sealed record RecordedCommand
{
    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The command's name: the first field of its body.</summary>
    public required string Name { get; init; }

    /// <summary>The body.</summary>
    public required BsonDocument Body { get; init; }

    /// <summary>The kind.</summary>
    public required CommandKind Kind { get; init; }

    /// <summary>The name of the document sequence, or null.</summary>
    public string? SequenceName { get; init; }

    /// <summary>The documents of the sequence.</summary>
    public IReadOnlyList<BsonDocument> Sequence { get; init; } = [];

    /// <summary>The number of the session, from 1, or null.</summary>
    public int? Session { get; init; }

    /// <summary>Whether it ran in a transaction.</summary>
    public bool IsInTransaction { get; init; }

    internal static RecordedCommand Of(Command command, int? session, bool isInTransaction)
    {
        var body = new RawDocument(command.Body.Bytes.ToArray()).ToBsonDocument();
        return new RecordedCommand
        {
            Database = command.Database,
            Name = body.Names.First(),
            Body = body,
            Kind = command.Kind,
            SequenceName = command.Sequence?.Identifier,
            Sequence = command.Sequence is null ? [] : Split(command.Sequence),
            Session = session,
            IsInTransaction = isInTransaction,
        };
    }

    internal BsonDocument ToWholeDocument()
    {
        var whole = Body.DeepClone().AsBsonDocument;
        if (SequenceName is not null)
        {
            whole.Add(SequenceName, new BsonArray(Sequence));
        }

        return whole;
    }

    internal IEnumerable<string> ToLines()
    {
        var place = Session is null ? "" : IsInTransaction ? $"[{Session} in transaction] " : $"[{Session}] ";
        yield return $"{place}{Database} {Body.ToJson()}";
        foreach (var document in Sequence)
        {
            yield return $"    {SequenceName}: {document.ToJson()}";
        }
    }

    private static List<BsonDocument> Split(DocumentSequence sequence)
    {
        var documents = new List<BsonDocument>(sequence.Count);
        var rest = sequence.Documents;
        while (!rest.IsEmpty)
        {
            var length = BitConverter.ToInt32(rest.Span);
            documents.Add(new RawDocument(rest[..length].ToArray()).ToBsonDocument());
            rest = rest[length..];
        }

        return documents;
    }
}
