using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// A batch of emitted documents that was announced before it was written: after a crash it tells which documents may be there, and what they were made of.
internal sealed record PendingEmit(BsonValue? LastId, long Documents, IReadOnlyList<PendingSource> Sources)
{
    // Whether everything is inserted. Before that, none of these documents was deleted by the migration.
    public bool IsInserted { get; init; }

    public static PendingEmit Read(StateDocument document) => new(
        RangeCheckpoint.ReadId(document, "lastId"),
        document.Count("documents"),
        [.. document.Documents("sources").Select(PendingSource.Read)])
    {
        IsInserted = document.FlagOrFalse("inserted"),
    };

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "documents", Documents }, { "sources", new BsonArray(Sources.Select(s => s.ToDocument())) } };
        if (IsInserted)
        {
            document.Add("inserted", true);
        }

        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }
}

internal sealed record PendingSource(BsonValue Id, long Hash, bool IsMoved, IReadOnlyList<EmittedReference> Emitted)
{
    public static PendingSource Read(StateDocument document) =>
        new(DocumentId.Of(document.Value("id")), document.Hash("hash"), document.Flag("moved"), [.. document.Documents("emitted").Select(EmittedReference.Read)]);

    public bool IsSameAs(PendingSource other) => Hash == other.Hash && IsMoved == other.IsMoved && Emitted.SequenceEqual(other.Emitted);

    public BsonDocument ToDocument() => new() { { "id", Id }, { "hash", Hash }, { "moved", IsMoved }, { "emitted", new BsonArray(Emitted.Select(e => e.ToDocument())) } };
}

internal sealed record EmittedReference(string Collection, BsonValue Id, long Hash)
{
    public static EmittedReference Read(StateDocument document) => new(document.Text("in"), DocumentId.Of(document.Value("id")), document.Hash("hash"));

    public BsonDocument ToDocument() => new() { { "in", Collection }, { "id", Id }, { "hash", Hash } };
}
