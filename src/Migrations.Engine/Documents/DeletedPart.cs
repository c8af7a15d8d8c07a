using Migrations.Bson;

namespace Migrations.Engine.Documents;

// An element that is a sub-document of a deleted type, or an array that holds some: where it stood, and of an array what was left and what was taken out.
internal sealed record DeletedPart(IReadOnlyList<string> Path, BsonField Field, int Index)
{
    public BsonArray? Rest { get; init; }

    public IReadOnlyList<(int Index, BsonValue Value)> Items { get; init; } = [];

    public void PutBack(BsonDocument after, BsonDocument untouched)
    {
        var parent = Parent(after);
        if (!parent.TryGetValue(Field.Name, out var current))
        {
            parent.Insert(Math.Min(Index, parent.Count), Field.Name, Field.Value);
        }
        else if (current.IsBsonNull || current.Equals(Rest) || current.Equals(Untouched(untouched)))
        {
            parent.Set(Field.Name, Field.Value);
        }
        else
        {
            parent.Set(Field.Name, Filled(current));
        }
    }

    // What was changed keeps its order, with the deleted ones at the places they had. Ones that are deeper inside belong to an item that can no longer be found.
    private BsonArray Filled(BsonValue current)
    {
        if (current is not BsonArray array || Rest is null || HasDeeperOnes())
        {
            throw new BsonMappingException(
                $"The migration writes '{string.Join('.', Path.Append(Field.Name))}', which holds a sub-document of a deleted type. That must stay as it is. Leave the member as it is in such documents, or migrate them with a RawDocumentMigration.");
        }

        var filled = new BsonArray(array);
        foreach (var (index, value) in Items)
        {
            filled.Insert(Math.Min(index, filled.Count), value);
        }

        return filled;
    }

    private bool HasDeeperOnes()
    {
        var taken = Items.Select(i => i.Index).ToHashSet();
        return !new BsonArray(Field.Value.AsBsonArray.Where((_, i) => !taken.Contains(i))).Equals(Rest);
    }

    private BsonDocument Parent(BsonDocument after)
    {
        var parent = after;
        foreach (var name in Path)
        {
            if (!parent.TryGetValue(name, out var inner) || inner.IsBsonNull)
            {
                inner = new BsonDocument();
                parent.Set(name, inner);
            }

            parent = inner as BsonDocument ?? throw new BsonMappingException(
                $"The migration replaces '{name}', below which there is a sub-document of a deleted type. That must stay as it is. Leave the member as it is in such documents, or migrate them with a RawDocumentMigration.");
        }

        return parent;
    }

    private BsonValue? Untouched(BsonDocument untouched)
    {
        BsonValue? value = untouched;
        foreach (var name in Path.Append(Field.Name))
        {
            value = value is BsonDocument document && document.TryGetValue(name, out var inner) ? inner : null;
        }

        return value;
    }
}
