using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

// The parts of an insert, update, delete or findAndModify.
internal sealed record WriteCommand(string Collection, IReadOnlyList<RawDocument> Statements)
{
    private static readonly Dictionary<string, string> StatementNames = new(StringComparer.Ordinal) { ["insert"] = "documents", ["update"] = "updates", ["delete"] = "deletes" };

    public bool IsOrdered { get; private init; } = true;

    public RawDocument? WriteConcern { get; private init; }

    // Null if it is another command, or has a field that is not known here.
    public static WriteCommand? TryRead(Command command, CommandBody body)
    {
        if (body.Name == "findAndModify")
        {
            return Read(body, [body.Bytes], [.. RetriedFindAndModify.Fields]);
        }

        if (!StatementNames.TryGetValue(body.Name, out var list))
        {
            return null;
        }

        var statements = command.Sequence is { } sequence ? Split(sequence)
            : body.Bytes.TryGetValue(list, out var inside) && inside.Type == BsonType.Array ? [.. inside.AsArray.Select(s => s.AsDocument)]
            : new List<RawDocument>();
        return statements.Count == 0 ? null : Read(body, statements, [list]);
    }

    // One of its statements alone.
    public BsonDocument ToCommand(string name, int index) =>
        new() { { name, Collection }, { StatementNames[name], new BsonArray { new RawBsonDocument(Statements[index].Bytes.ToArray()) } } };

    private static WriteCommand? Read(CommandBody body, IReadOnlyList<RawDocument> statements, HashSet<string> known)
    {
        string? collection = null;
        RawDocument? concern = null;
        foreach (var element in body.Bytes)
        {
            switch (element.Name)
            {
                case var name when collection is null && name == body.Name && element.Value.Type == BsonType.String:
                    collection = element.Value.AsString;
                    break;
                case "writeConcern":
                    concern = element.Value.AsDocument;
                    break;
                case "ordered":
                    break;
                case var name when !known.Contains(name):
                    return null;
                default:
                    break;
            }
        }

        return collection is null ? null : new WriteCommand(collection, statements) { IsOrdered = body.IsOrdered, WriteConcern = concern };
    }

    private static List<RawDocument> Split(DocumentSequence sequence)
    {
        var statements = new List<RawDocument>(sequence.Count);
        for (var at = 0; at < sequence.Documents.Length;)
        {
            var length = SequenceSlice.LengthAt(sequence.Documents.Span, at, statements.Count);
            statements.Add(new RawDocument(sequence.Documents.Slice(at, length)));
            at += length;
        }

        return statements;
    }
}
