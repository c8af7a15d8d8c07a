using Migrations.Bson;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.Documents;

// The sub-documents of deleted types: taken out before typed code sees the document, and put back after it.
internal sealed class DeletedParts
{
    private readonly List<DeletedPart> _parts = [];

    private DeletedParts(BsonDocument rest) => Rest = rest;

    public BsonDocument Rest { get; }

    public static DeletedParts TakeOut(RawBsonDocument document, TypeRewriter? types)
    {
        var taken = new DeletedParts(document.ToBsonDocument());
        if (types?.HasDeleted(document.Bytes.Span) == true)
        {
            taken.TakeOutOf(taken.Rest, [], types);
        }

        return taken;
    }

    public BsonDocument PutBack(BsonDocument after, BsonDocument untouched)
    {
        foreach (var part in _parts)
        {
            part.PutBack(after, untouched);
        }

        return after;
    }

    private static bool IsDeleted(BsonValue value, TypeRewriter types) => value is BsonDocument document && types.IsDeleted(document.ToRaw().Bytes.Span);

    private static BsonArray Without(BsonArray array, TypeRewriter types) => new(array.Where(item => !IsDeleted(item, types)).Select(item => Without(item, types)));

    private static BsonValue Without(BsonValue value, TypeRewriter types)
    {
        if (value is BsonArray array)
        {
            return Without(array, types);
        }

        if (value is not BsonDocument document)
        {
            return value;
        }

        var rest = new BsonDocument();
        foreach (var field in document.Elements.Where(f => !IsDeleted(f.Value, types)))
        {
            rest.Add(field.Name, Without(field.Value, types));
        }

        return rest;
    }

    private void TakeOutOf(BsonDocument document, IReadOnlyList<string> path, TypeRewriter types)
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, field) in document.Elements.Index().ToList())
        {
            // Of two fields of one name the mapping sees the first only.
            if (!met.Add(field.Name) || (path.Count == 0 && field.Name == "_id"))
            {
                continue;
            }

            var part = new DeletedPart(path, field, index);
            if (IsDeleted(field.Value, types))
            {
                document.Remove(field.Name);
                _parts.Add(part);
            }
            else if (field.Value is BsonArray array && Without(array, types) is var rest && !rest.Equals(array))
            {
                document.Set(field.Name, rest);
                _parts.Add(part with { Rest = rest, Items = [.. array.Index().Where(i => IsDeleted(i.Item, types))] });
            }
            else if (field.Value is BsonDocument nested)
            {
                TakeOutOf(nested, [.. path, field.Name], types);
            }
        }
    }
}
