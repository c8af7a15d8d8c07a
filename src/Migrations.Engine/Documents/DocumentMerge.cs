using Migrations.Bson;

namespace Migrations.Engine.Documents;

internal static class DocumentMerge
{
    public static BsonDocument Merge(BsonDocument before, TypedChange change)
    {
        var merged = new BsonDocument();
        foreach (var field in before.Elements)
        {
            if (MergeField(field, change) is { } value)
            {
                merged.Add(field.Name, value);
            }
        }

        foreach (var field in change.Result.Elements.Where(f => !before.Contains(f.Name) && IsNew(f, change)))
        {
            merged.Add(field.Name, field.Value);
        }

        return merged;
    }

    // Null when the element goes.
    private static BsonValue? MergeField(BsonField field, TypedChange change)
    {
        if (change.IsTypeName(field.Name))
        {
            return change.TypeName(field.Value);
        }

        if (!change.DeclaresAfter(field.Name))
        {
            return change.DeclaresBefore(field.Name) ? null : field.Value;
        }

        if (field.Value is BsonDocument nested && change.Inside(field.Name) is { } inside)
        {
            var merged = Merge(nested, inside);
            return merged.ToRaw().Equals(nested.ToRaw()) ? nested : merged;
        }

        // What was copied and left alone keeps its bytes, whatever the mapping would make of them; so does what the document had already and the code did not set.
        return (change.Shared.Contains(field.Name) || !change.DeclaresBefore(field.Name)) && change.IsUntouched(field.Name)
            ? field.Value
            : change.Result.TryGetValue(field.Name, out var value) ? value : null;
    }

    // A member that the document lacked comes in when the new type brings it or the code set it; null is the same as not being there.
    private static bool IsNew(BsonField field, TypedChange change) =>
        !field.Value.IsBsonNull && !(change.DeclaresBefore(field.Name) && change.IsUntouched(field.Name));
}
