using System.Buffers.Text;
using Migrations.Bytes;

namespace Migrations.Engine.Storage;

internal static class ArrayItems
{
    // Writes a document as an item of an array: its position is its name.
    public static void WriteStartItem(this RawWriter writer, int position)
    {
        const int Longest = 11;
        Span<byte> name = stackalloc byte[Longest];
        Utf8Formatter.TryFormat(position, name, out var length);
        writer.WriteStartDocument(name[..length]);
    }
}
