using System.Globalization;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// What $set and $unset do to a document, as the server does it.
internal static class UpdatePath
{
    // Carries out an update of $set and $unset. Returns the paths that lead nowhere.
    public static IReadOnlyList<string> Apply(BsonDocument document, RawDocument update)
    {
        var lost = new List<string>();
        foreach (var operation in update.ToBsonDocument().Elements)
        {
            foreach (var (path, value) in operation.Value.AsBsonDocument.Elements.Select(e => (e.Name, operation.Name == "$unset" ? null : e.Value)))
            {
                if (!TryApply(document, path.Split('.'), value))
                {
                    lost.Add(path);
                }
            }
        }

        return lost;
    }

    // False where the path leads through a value that has nothing inside, or names a field of an array. Null removes.
    public static bool TryApply(BsonDocument document, ReadOnlySpan<string> path, BsonValue? value)
    {
        if (path.Length > 1)
        {
            if (!document.TryGetValue(path[0], out var inner))
            {
                if (value is null)
                {
                    return true;
                }

                inner = new BsonDocument();
                document.Set(path[0], inner);
            }

            return TryApplyInside(inner, path[1..], value);
        }

        if (value is null)
        {
            document.Remove(path[0]);
        }
        else
        {
            document.Set(path[0], value);
        }

        return true;
    }

    private static bool TryApplyInside(BsonValue container, ReadOnlySpan<string> path, BsonValue? value) => container switch
    {
        BsonDocument document => TryApply(document, path, value),
        BsonArray array => TryApply(array, path, value),
        _ => value is null,
    };

    private static bool TryApply(BsonArray array, ReadOnlySpan<string> path, BsonValue? value)
    {
        if (!int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return value is null;
        }

        if (index >= array.Count && value is null)
        {
            return true;
        }

        while (index >= array.Count)
        {
            array.Add(path.Length > 1 && index == array.Count ? new BsonDocument() : BsonNull.Value);
        }

        if (path.Length > 1)
        {
            return TryApplyInside(array[index], path[1..], value);
        }

        // An item that is removed leaves null behind, so that the others keep their places.
        array[index] = value ?? BsonNull.Value;
        return true;
    }
}
