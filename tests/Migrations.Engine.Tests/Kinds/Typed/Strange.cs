using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;

namespace Migrations.Engine.Tests.Kinds.Typed;

// Documents that no class and no JSON makes: byte for byte.
internal static class Strange
{
    // { _id: 1, <name>: { elements } }
    public static byte[] Document(string name, params byte[][] elements) => Of([0x10, .. "_id\0"u8, 1, 0, 0, 0], [3, .. Encoding.UTF8.GetBytes(name), 0, .. Of(elements)]);

    public static byte[] Of(params byte[][] elements)
    {
        byte[] document = [0, 0, 0, 0, .. elements.SelectMany(e => e), 0];
        BitConverter.TryWriteBytes(document, document.Length);
        return document;
    }

    public static byte[] Text(string name, string value) => [2, .. Encoding.UTF8.GetBytes(name), 0, .. BitConverter.GetBytes(value.Length + 1), .. Encoding.UTF8.GetBytes(value), 0];

    public static byte[] After<T>(byte[] document, Action<T> body)
        where T : class
    {
        using var transform = new TypedTransform<T, T>((_, output) => body(output), TypeRewriting.None);
        return transform.Apply(new RawDocument(document)) is { After: { } after } ? after.Bytes.ToArray() : document;
    }
}
