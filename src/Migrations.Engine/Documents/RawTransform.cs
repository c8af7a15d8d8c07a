using Migrations.Bson;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.Documents;

internal sealed class RawTransform(Action<RawBsonDocument, DocumentUpdate> body, TypeRewriting types) : IDocumentTransform
{
    private readonly DocumentUpdate _update = new();

    public DocumentChange? Apply(RawBsonDocument document)
    {
        var rewritten = types.Before?.Rewrite(document);
        _update.Clear();
        body(rewritten ?? document, _update);
        return rewritten is null && types.After is null ? AsSaid(document) : AsDifference(document, (rewritten ?? document).ToBsonDocument());
    }

    private DocumentChange? AsSaid(RawBsonDocument document)
    {
        if (_update.IsEmpty)
        {
            return null;
        }

        var changes = _update.Changes.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        return new DocumentChange(ToUpdate(changes), [.. changes.Keys.Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal)], () => Apply(document.ToBsonDocument(), changes));
    }

    // New names of types and the author's changes may meet in one field: both are carried out here, and the difference is written.
    private DocumentChange? AsDifference(RawBsonDocument before, BsonDocument after)
    {
        foreach (var (path, value) in _update.Changes)
        {
            if (!UpdatePath.TryApply(after, path.Split('.'), value))
            {
                throw new BsonMappingException($"The migration sets '{path}', but there is no document or array to set it in. Set the field above it.");
            }
        }

        return DocumentChange.Between(before, types.AfterBody(after.ToRaw()));
    }

    private static BsonDocument ToUpdate(Dictionary<string, BsonValue?> changes)
    {
        var set = new BsonDocument();
        var unset = new BsonDocument();
        foreach (var (path, value) in changes)
        {
            (value is null ? unset : set).Add(path, value ?? "");
        }

        var update = new BsonDocument();
        if (set.Count > 0)
        {
            update.Add("$set", set);
        }

        if (unset.Count > 0)
        {
            update.Add("$unset", unset);
        }

        return update;
    }

    // A path that leads nowhere is refused by the server, with the reason.
    private static BsonDocument Apply(BsonDocument document, Dictionary<string, BsonValue?> changes)
    {
        foreach (var (path, value) in changes)
        {
            UpdatePath.TryApply(document, path.Split('.'), value);
        }

        return document;
    }
}
