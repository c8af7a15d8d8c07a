using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed;

// Reads documents as classes that need not declare all of them.
internal sealed class DeclaredReader : IDocumentReader
{
    private readonly ActualTypes _types = new(view: null);

    public T Read<T>(RawDocument document)
        where T : class
    {
        using var declared = new RawWriter(document.Length);
        new DeclaredPart(declared, _types).WriteRoot(RootShape.Of<T>(), document.Bytes.Span);
        return ObjectReader.Read<T>(declared.ToArray(), _types);
    }
}
