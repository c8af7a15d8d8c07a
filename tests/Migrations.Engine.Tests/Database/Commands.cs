using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Tests.Database;

internal static class Commands
{
    public static Command Of(string database, string json, CommandKind kind = CommandKind.Admin) => new(database, BsonDocument.Parse(json).ToRaw()) { Kind = kind };

    public static Command Write(string json, string sequence, IEnumerable<BsonDocument> documents, CommandKind kind = CommandKind.RetryableWrite)
    {
        var list = documents.Select(d => d.ToRaw().Bytes.ToArray()).ToArray();
        return Of("shop", json, kind) with { Sequence = new DocumentSequence(sequence, list.SelectMany(b => b).ToArray(), list.Length) };
    }

    public static Command Insert(int count) =>
        Write("""{ "insert": "items", "ordered": true }""", "documents", Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i } }));

    public static Command Find() => Of("shop", """{ "find": "items" }""", CommandKind.Read);
}
