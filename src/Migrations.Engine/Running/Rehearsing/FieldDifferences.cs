using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Running.Rehearsing;

// The differences of two documents, field by field at every depth, in the order of the first document. The order of fields does not count.
internal static class FieldDifferences
{
    public static IEnumerable<FieldDifference> Between(RawDocument before, RawDocument after) => Between(before, after, "");

    private static IEnumerable<FieldDifference> Between(RawDocument before, RawDocument after, string above)
    {
        foreach (var field in before)
        {
            var path = Join(above, field);
            if (!TryFind(after, field, out var value))
            {
                yield return new FieldDifference(path, field.Value, null);
                continue;
            }

            foreach (var difference in Between(field.Value, value, path))
            {
                yield return difference;
            }
        }

        foreach (var field in after)
        {
            if (!TryFind(before, field, out _))
            {
                yield return new FieldDifference(Join(above, field), null, field.Value);
            }
        }
    }

    private static IEnumerable<FieldDifference> Between(RawValue before, RawValue after, string path) =>
        before == after ? []
        : before.Type == after.Type && before.Type is BsonType.Document or BsonType.Array ? Between(new RawDocument(before.Bytes), new RawDocument(after.Bytes), path)
        : [new FieldDifference(path, before, after)];

    private static bool TryFind(RawDocument document, RawElement field, out RawValue value) => document.TryGetValue(field.NameUtf8, out value);

    private static string Join(string above, RawElement field)
    {
        var name = Encoding.UTF8.GetString(field.NameUtf8);
        return above.Length == 0 ? name : $"{above}.{name}";
    }
}

// Null if there is no such field.
internal sealed record FieldDifference(string Path, RawValue? Before, RawValue? After)
{
    public override string ToString() =>
        Before is not { } was ? $"'{Path}' was not there, and is {After!.Value.ToText()}"
        : After is not { } current ? $"'{Path}' was {was.ToText()}, and is gone"
        : $"'{Path}' was {was.ToText()}, and is {current.ToText()}";
}
