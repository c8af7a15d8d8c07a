using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Kinds.Emit;

// What becomes of one document.
internal sealed record Emission(RawDocument Source, IReadOnlyList<EmittedDocument> Inserts, IReadOnlyList<EmittedUpdate> Merges, bool DeletesSource)
{
    // Names, hashes and lengths of an entry, without its _id and the name of its collection.
    private const int ReferenceLength = 80;
    private const int MostBytesPerChar = 3;

    public BsonValue Id { get; } = DocumentId.Of(Source);

    public bool IsEmpty => Inserts.Count + Merges.Count == 0 && !DeletesSource;

    public int Writes => Inserts.Count + Merges.Count + (DeletesSource ? 1 : 0);

    public long Length => Inserts.Sum(i => (long)i.Document.Length);

    // What it takes in an announcement, at most.
    public long AnnouncedLength => ReferenceLength + LengthOf(Source) + Inserts.Sum(i => ReferenceLength + (MostBytesPerChar * (long)i.Collection.Length) + LengthOf(i.Document));

    public IEnumerable<string> Collections => Inserts.Select(i => i.Collection).Concat(Merges.Select(m => m.Collection));

    public PendingSource ToPending() => new(Id, ContentHash.Of(Source), DeletesSource, [.. Inserts.Select(ReferenceOf)]);

    private static int LengthOf(RawDocument document) => document.TryGetValue("_id"u8, out var id) ? id.Bytes.Length : 0;

    public static EmittedReference ReferenceOf(EmittedDocument insert) => new(insert.Collection, insert.Id, ContentHash.Of(insert.Document));
}
