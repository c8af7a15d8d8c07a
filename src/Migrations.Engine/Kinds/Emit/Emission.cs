using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Kinds.Emit;

// What becomes of one document.
internal sealed record Emission(RawDocument Source, IReadOnlyList<EmittedDocument> Inserts, IReadOnlyList<EmittedUpdate> Merges, bool DeletesSource)
{
    public BsonValue Id { get; } = DocumentId.Of(Source);

    public bool IsEmpty => Inserts.Count + Merges.Count == 0 && !DeletesSource;

    public int Writes => Inserts.Count + Merges.Count + (DeletesSource ? 1 : 0);

    public long Length => Inserts.Sum(i => (long)i.Document.Length);

    public IEnumerable<string> Collections => Inserts.Select(i => i.Collection).Concat(Merges.Select(m => m.Collection));

    public PendingSource ToPending() => new(Id, ContentHash.Of(Source), DeletesSource, [.. Inserts.Select(ReferenceOf)]);

    public static EmittedReference ReferenceOf(EmittedDocument insert) => new(insert.Collection, insert.Id, ContentHash.Of(insert.Document));
}
