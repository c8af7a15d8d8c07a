using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Converting;
using Migrations.Engine.Kinds.Typed.Merging;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed;

// Stored bytes -> the old object -> the new one with the shared members -> the author's code -> what it changed, merged into the stored bytes. All serializers are the application's.
internal sealed class TypedTransform<TIn, TOut> : IDocumentTransform
    where TIn : class
    where TOut : class
{
    private readonly Action<TIn, TOut> _body;
    private readonly TypeRewriting _types;
    private readonly ActualTypes _stored;
    private readonly ActualTypes _written = new(view: null);
    private readonly ClassShape _before = RootShape.Of<TIn>();
    private readonly ClassShape _after = RootShape.Of<TOut>();
    private readonly RawWriter _declared = new();
    private readonly RawWriter _merged = new();
    private readonly ObjectWriter _untouched = new();
    private readonly ObjectWriter _result = new();
    private readonly ValueConverter _converter = new();
    private readonly OrderedDifference _difference = new();
    private readonly DeclaredPart _declaredPart;
    private readonly SharedPart _sharedPart;
    private readonly ThreeWayMerge _merge;
    private readonly UnmappedCollections _unmapped;

    public TypedTransform(Action<TIn, TOut> body, TypeRewriting types, ElementRules? rules = null)
    {
        _body = body;
        _types = types;
        _stored = new ActualTypes(types.View);
        _declaredPart = new DeclaredPart(_declared, _stored);
        _sharedPart = new SharedPart(_written, _converter);
        _merge = new ThreeWayMerge(_merged, _stored, _written, _converter, rules ?? ElementRules.None);
        _unmapped = new UnmappedCollections(_after);
    }

    public DocumentChange? Apply(RawDocument document)
    {
        if (_types.View?.IsDeleted(document.Bytes.Span) == true)
        {
            return null;
        }

        var before = _types.BeforeBody(document);
        _stored.Begin(before);
        return Change(document, _types.AfterBody(Migrate(before)));
    }

    public void Dispose()
    {
        _declared.Dispose();
        _merged.Dispose();
        _untouched.Dispose();
        _result.Dispose();
        _converter.Dispose();
        _difference.Dispose();
    }

    private DocumentChange? Change(RawDocument before, RawDocument after) =>
        before.Bytes.Span.SequenceEqual(after.Bytes.Span) ? null
        : _difference.TryFind(before.Bytes.Span, after.Bytes.Span, out var update) ? new DocumentChange(new RawValue(BsonType.Document, update), after)
        : DocumentChange.Between(before, after);

    private RawDocument Migrate(RawDocument document)
    {
        var seen = Declared(document);
        var input = ObjectReader.Read<TIn>(seen, _written);
        var output = ObjectReader.Read<TOut>(Shared(seen), _written);
        _untouched.Write(output);
        var (before, after) = (ObjectTree.OfRoot(_before, input), ObjectTree.OfRoot(_after, output));
        _unmapped.Begin(output);
        _body(input, output);
        _unmapped.ThrowOnChange(output);
        _result.Write(output);
        UnconvertedCheck.Throw(_sharedPart.UnconvertedValue, _untouched.Written, _result.Written);
        if (ReferenceEquals(_before, _after) && _untouched.Written.SequenceEqual(_result.Written))
        {
            return document;
        }

        _merged.Reset();
        _merge.Objects.Begin(_after, after, before, output);
        _merge.WriteRoot(_before, _after, document.Bytes.Span, _untouched.Written, _result.Written);
        return Checked(document, _merged.ToRawDocument());
    }

    private byte[] Declared(RawDocument document)
    {
        _declared.Reset();
        _declaredPart.WriteRoot(_before, document.Bytes.Span);
        var declared = _declared.ToArray();
        return _types.View?.Rewrite(new RawDocument(declared))?.Bytes.ToArray() ?? declared;
    }

    private byte[] Shared(byte[] seen)
    {
        if (ReferenceEquals(_before, _after))
        {
            return seen;
        }

        _declared.Reset();
        _sharedPart.WriteRoot(_declared, _before, _after, seen);
        return _declared.ToArray();
    }

    private static RawDocument Checked(RawDocument before, RawDocument after)
    {
        if (before.TryGetValue("_id"u8, out var id) && (!after.TryGetValue("_id"u8, out var other) || other != id))
        {
            throw new DocumentMappingException("The migration changes the document's _id, which MongoDB does not allow. Insert a new document and delete the old one in a free-form migration.");
        }

        return after;
    }
}

internal static class RootShape
{
    public static ClassShape Of<T>() => ShapeFactory.Of(BsonSerializer.LookupSerializer<T>()) as ClassShape ?? throw new DocumentMappingException(Fault(typeof(T)));

    public static string Fault(Type type) => $"{type.Name} has a serializer of its own, so it is not known which elements it declares. Migrate a class that has a class map, or use a RawDocumentMigration.";
}

internal static class UnconvertedCheck
{
    // What could not be converted must be set by the author's code; otherwise the value would be silently lost.
    public static void Throw(IReadOnlyList<UnconvertedValue> unpassed, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
    {
        foreach (var value in unpassed)
        {
            if (Follow(untouched, value.Path).Equals(Follow(result, value.Path)))
            {
                throw new DocumentMappingException($"{value.Reason}. Set the member in the migration's code.", string.Join('.', value.Path), value.Member);
            }
        }
    }

    private static ValueSlice Follow(ReadOnlySpan<byte> document, IReadOnlyList<string> path)
    {
        var piece = new ValueSlice(BsonType.Document, document);
        foreach (var name in path)
        {
            piece = piece.Type is BsonType.Document or BsonType.Array ? ValueSlices.Find(piece.Value, Encoding.UTF8.GetBytes(name)) : ValueSlice.None;
        }

        return piece;
    }
}
