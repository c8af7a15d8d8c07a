using Migrations.Engine.Scanning;
using MongoDB.Bson;

namespace Migrations.Engine.Documents;

// A batch of emitted documents that was announced before it was written: after a crash it tells which documents may be there, and what they were made of.
internal sealed record PendingEmit(BsonValue? LastId, long Documents, IReadOnlyList<PendingSource> Sources)
{
    public static PendingEmit Read(BsonDocument document) => new(
        document.TryGetValue("lastId", out var last) ? last : null,
        document["documents"].ToInt64(),
        [.. document["sources"].AsBsonArray.Select(s => PendingSource.Read(s.AsBsonDocument))]);

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "documents", Documents }, { "sources", new BsonArray(Sources.Select(s => s.ToDocument())) } };
        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }
}

internal sealed record PendingSource(BsonValue Id, long Hash, bool IsMoved, IReadOnlyList<EmittedReference> Emitted)
{
    public static PendingSource Read(BsonDocument document) =>
        new(DocumentId.Of(document["id"]), document["hash"].ToInt64(), document["moved"].ToBoolean(), [.. document["emitted"].AsBsonArray.Select(e => EmittedReference.Read(e.AsBsonDocument))]);

    public bool IsSameAs(PendingSource other) => Hash == other.Hash && IsMoved == other.IsMoved && Emitted.SequenceEqual(other.Emitted);

    public BsonDocument ToDocument() => new() { { "id", Id }, { "hash", Hash }, { "moved", IsMoved }, { "emitted", new BsonArray(Emitted.Select(e => e.ToDocument())) } };
}

internal sealed record EmittedReference(string Collection, BsonValue Id, long Hash)
{
    public static EmittedReference Read(BsonDocument document) => new(document["in"].AsString, DocumentId.Of(document["id"]), document["hash"].ToInt64());

    public BsonDocument ToDocument() => new() { { "in", Collection }, { "id", Id }, { "hash", Hash } };
}
