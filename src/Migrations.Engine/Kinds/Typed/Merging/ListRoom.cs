using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// What is known of a list's elements beside their bytes.
internal sealed record ListRoom(Shape Item, bool KeepsOrder, ObjectTrail Objects, object?[] Results)
{
    public ObjectTrail At(int old, int current) => Objects.At(old, old, Results.ElementAtOrDefault(current));

    // The elements that are the same objects as before.
    public List<(int Old, int New)> SameObjects(int count)
    {
        var places = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        Add(places, Objects.Output, count);
        Add(places, Objects.Input, count);
        return [.. Results.Index().Where(r => r.Item is not null && places.ContainsKey(r.Item)).Select(r => (places[r.Item!], r.Index))];
    }

    private static void Add(Dictionary<object, int> places, ObjectTree? list, int count)
    {
        for (var i = 0; i < count && list?.Count == count; i++)
        {
            if (list.At(i) is { } element)
            {
                places.TryAdd(element.Object, i);
            }
        }
    }
}
