using MongoDB.Bson;

namespace Migrations.Bytes;

// A value that is copied byte for byte: because the driver cannot represent it, or because nobody needs to look inside. Only our writer accepts it; the driver's serializers refuse it.
internal sealed class VerbatimValue(RawValue raw) : BsonValue
{
    public RawValue Raw => raw;

    public override BsonType BsonType => raw.Type;

    public override int CompareTo(BsonValue other) => other is VerbatimValue verbatim && verbatim.Raw.Type == raw.Type
        ? raw.Bytes.Span.SequenceCompareTo(verbatim.Raw.Bytes.Span)
        : CompareTypeTo(other);

    public override bool Equals(object? obj) => obj is VerbatimValue other && raw.Equals(other.Raw);

    public override int GetHashCode() => raw.GetHashCode();

    public override string ToString() => raw.ToString();
}
