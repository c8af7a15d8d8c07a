using Migrations.Bytes;

namespace Migrations.Engine.Passes.Batches;

// What a transform wants of one document: the update, valid until its next one, and the document as it will be where the transform knows it.
internal readonly record struct DocumentChange(RawValue Update, RawDocument? After)
{
    // Null when there is no difference.
    public static DocumentChange? Between(RawDocument before, RawDocument after)
    {
        var difference = RawDifference.Between(before, after);
        return difference.IsEmpty ? null : new DocumentChange(difference.ToUpdate(), after);
    }
}
