using Migrations.Bson;

namespace Migrations.Engine.Documents;

internal sealed class RawTransform(Action<RawBsonDocument, DocumentUpdate> body) : IDocumentTransform
{
    private readonly DocumentUpdate _update = new();

    public DocumentChange? Apply(RawBsonDocument document)
    {
        _update.Clear();
        body(document, _update);
        if (_update.IsEmpty)
        {
            return null;
        }

        var changes = _update.Changes.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        return new DocumentChange(ToUpdate(changes), [.. changes.Keys.Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal)], () => Apply(document.ToBsonDocument(), changes));
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

    private static BsonDocument Apply(BsonDocument document, Dictionary<string, BsonValue?> changes)
    {
        foreach (var (path, value) in changes)
        {
            Apply(document, path.Split('.'), value);
        }

        return document;
    }

    private static void Apply(BsonDocument document, ReadOnlySpan<string> path, BsonValue? value)
    {
        if (path.Length > 1)
        {
            if (!document.TryGetValue(path[0], out var inner) || inner is not BsonDocument)
            {
                inner = new BsonDocument();
                document.Set(path[0], inner);
            }

            Apply(inner.AsBsonDocument, path[1..], value);
        }
        else if (value is null)
        {
            document.Remove(path[0]);
        }
        else
        {
            document.Set(path[0], value);
        }
    }
}
