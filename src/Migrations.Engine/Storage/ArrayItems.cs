using System.Buffers.Text;
using Migrations.Bytes;

namespace Migrations.Engine.Storage;

internal static class ArrayItems
{
    // A document as an item of an array that is being written: its position is its name.
    public static void WriteStartItem(this RawWriter writer, int position)
    {
        const int Longest = 11;
        Span<byte> name = stackalloc byte[Longest];
        Utf8Formatter.TryFormat(position, name, out var length);
        writer.WriteStartDocument(name[..length]);
    }
}
