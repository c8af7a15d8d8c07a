using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed;

// Arrays that differ in the types of their numbers alone. Some servers (DocumentDB) take them for the same and write nothing.
internal static class LooseEquality
{
    public static bool Holds(Piece old, Piece current) =>
        old.Equals(current)
        || (IsNumber(old.Type) && IsNumber(current.Type) && Number(old).CompareTo(Number(current)) == 0)
        || (old.Type == current.Type && old.Type is BsonType.Document or BsonType.Array && HoldsInside(old.Value, current.Value));

    private static bool HoldsInside(ReadOnlySpan<byte> old, ReadOnlySpan<byte> current)
    {
        var before = new RawReader(old);
        var after = new RawReader(current);
        while (before.Read())
        {
            if (!after.Read() || !before.NameUtf8.SequenceEqual(after.NameUtf8) || !Holds(Piece.Of(before), Piece.Of(after)))
            {
                return false;
            }
        }

        return !after.Read();
    }

    private static bool IsNumber(BsonType type) => type is BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128;

    private static BsonValue Number(Piece number) => new RawValue(number.Type, number.Value.ToArray()).ToBsonValue();
}
