using Migrations.Bytes;
using MongoDB.Bson;
using System.Text;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// The element of a document that lies at a position of its bytes, and the innermost member that it is mapped to.
internal static class FaultPlace
{
    public static (string? Path, string? Member) Find(Shape shape, byte[] bytes, int position, ActualTypes types)
    {
        var path = new List<string>();
        string? member = null;
        ReadOnlySpan<byte> document = bytes;
        Shape? current = shape;
        while (Enter(ref document, ref current, ref position, path, ref member, types))
        {
        }

        return (string.Join('.', path), member);
    }

    private static bool Enter(ref ReadOnlySpan<byte> document, ref Shape? shape, ref int position, List<string> path, ref string? member, ActualTypes types)
    {
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var end = reader.ValueOffset + reader.Value.Length;
            if (position < reader.ValueOffset || position > end)
            {
                continue;
            }

            path.Add(Encoding.UTF8.GetString(reader.NameUtf8));
            shape = Inside(shape, document, reader.NameUtf8, ref member, types);
            if (reader.Type is not (BsonType.Document or BsonType.Array) || position == end || position == reader.ValueOffset)
            {
                return false;
            }

            position -= reader.ValueOffset;
            document = reader.Value;
            return true;
        }

        return false;
    }

    private static Shape? Inside(Shape? shape, ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, ref string? member, ActualTypes types)
    {
        switch (shape)
        {
            case ClassShape declared when types.Of(declared, document) is var actual && actual.Find(name) is >= 0 and var at:
                member = actual.Members[at].Name;
                return actual.Members[at].Shape;
            case ListShape list:
                return list.Item;
            case DictionaryShape dictionary:
                return dictionary.Value;
            default:
                return null;
        }
    }
}
