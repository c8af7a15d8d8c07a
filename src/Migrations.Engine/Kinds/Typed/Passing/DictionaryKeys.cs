using Migrations.Bytes;
using MongoDB.Bson;
using System.Text;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Passing;

// The keys of dictionaries: names of elements in a document, values in an array of arrays or documents.
internal static class DictionaryKeys
{
    public static Passage PassageOf(DictionaryShape before, DictionaryShape after) => Passage.Between(ShapeFactory.Of(before.Key), ShapeFactory.Of(after.Key));

    // The key as a value of BSON and the reader at the entry's value.
    public static bool TryRead(BsonType dictionary, RawReader element, out DictionaryKey key, out RawReader content)
    {
        if (dictionary == BsonType.Document)
        {
            key = DictionaryKey.OfName(element.NameUtf8);
            content = element;
            return true;
        }

        if (DictionaryEntry.TryRead(element.Type, element.Value, out var entry))
        {
            key = DictionaryKey.OfValue(entry.Key.Type, entry.Key.Value);
            content = entry.Value;
            return true;
        }

        key = default;
        content = default;
        return false;
    }
}

// Comparable by type and bytes; a name counts as a string.
internal readonly record struct DictionaryKey(BsonType Type, string Content)
{
    public static DictionaryKey OfName(ReadOnlySpan<byte> name) => new(BsonType.String, Encoding.Latin1.GetString(name));

    public static DictionaryKey OfValue(BsonType type, ReadOnlySpan<byte> value) => new(type, Encoding.Latin1.GetString(type == BsonType.String ? value[4..^1] : value));

    // A name, for paths.
    public byte[] Text => Type == BsonType.String ? Encoding.Latin1.GetBytes(Content) : Encoding.UTF8.GetBytes($"({Type})");

    public void WriteTo(RawWriter writer, ReadOnlySpan<byte> name)
    {
        var content = Encoding.Latin1.GetBytes(Content);
        if (Type != BsonType.String)
        {
            writer.WriteRaw(name, Type, content);
            return;
        }

        var value = new byte[content.Length + 5];
        BitConverter.TryWriteBytes(value, content.Length + 1);
        content.CopyTo(value, 4);
        writer.WriteRaw(name, Type, value);
    }
}
