using Migrations.Bytes;

namespace Migrations.Engine.Passes.Batches;

// What a transform does to one document: the update, valid until the next one, and the resulting document, if the transform knows it.
internal readonly record struct DocumentChange(RawValue Update, RawDocument? After)
{
    // Null when there is no difference.
    public static DocumentChange? Between(RawDocument before, RawDocument after)
    {
        var difference = RawDifference.Between(before, after);
        return difference.IsEmpty ? null : new DocumentChange(difference.ToUpdate(), after);
    }
}
