using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Shapes;
namespace Migrations.Engine.Kinds.Typed.Merging;

// Where an element of an array lies in the array's bytes.
internal readonly record struct ListItem(BsonType Type, int NameOffset, int ValueOffset, int Length)
{
    public Piece In(ReadOnlySpan<byte> array) => new(Type, array.Slice(ValueOffset, Length));

    public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> array) => array[NameOffset..(ValueOffset - 1)];

    public static List<ListItem> Of(ReadOnlySpan<byte> array)
    {
        var items = new List<ListItem>();
        var reader = new RawReader(array);
        while (reader.Read())
        {
            items.Add(new ListItem(reader.Type, reader.ElementOffset + 1, reader.ValueOffset, reader.Value.Length));
        }

        return items;
    }
}
