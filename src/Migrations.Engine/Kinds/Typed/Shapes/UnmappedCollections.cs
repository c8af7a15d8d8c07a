using System.Globalization;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// How many elements the collections had that the driver does not map, before the author's code: what it adds to them would be dropped.
internal sealed class UnmappedCollections(ClassShape root)
{
    private readonly bool _isNeeded = Holds(root, []);
    private readonly Dictionary<object, int[]> _counts = new(ReferenceEqualityComparer.Instance);

    public void Begin(object value)
    {
        if (_isNeeded)
        {
            _counts.Clear();
            Walk(root, value, [], (shape, owner, _) => _counts[owner] = Count(shape, owner));
        }
    }

    public void ThrowOnChange(object value)
    {
        if (_isNeeded)
        {
            Walk(root, value, [], Compare);
        }
    }

    private static bool Holds(Shape shape, HashSet<Shape> seen) => seen.Add(shape) && shape switch
    {
        ClassShape declared => declared.IsPolymorphic || declared.UnmappedCollections.Length > 0 || Array.Exists(declared.Parts, part => Holds(part.Shape, seen)),
        ListShape list => Holds(list.Item, seen),
        DictionaryShape dictionary => Holds(dictionary.Value, seen),
        _ => false,
    };

    private static int[] Count(ClassShape shape, object owner) => Array.ConvertAll(shape.UnmappedCollections, member => member.CountIn(owner));

    private static void Walk(Shape declared, object value, List<string> path, Action<ClassShape, object, List<string>> visit)
    {
        var actual = ObjectParts.Actual(declared, value);
        if (actual is ClassShape { UnmappedCollections.Length: > 0 } shape)
        {
            visit(shape, value, path);
        }

        foreach (var (i, part) in ObjectParts.Of(actual, value).Index())
        {
            if (part is not null)
            {
                path.Add(actual is ClassShape owner ? owner.Parts[i].ElementName : i.ToString(CultureInfo.InvariantCulture));
                Walk(ObjectParts.Within(actual, i), part, path, visit);
                path.RemoveAt(path.Count - 1);
            }
        }
    }

    private void Compare(ClassShape shape, object owner, List<string> path)
    {
        var before = _counts.GetValueOrDefault(owner);
        foreach (var (i, count) in Count(shape, owner).Index())
        {
            var member = shape.UnmappedCollections[i];
            if (count != (before?[i] ?? 0))
            {
                throw new DocumentMappingException(
                    $"The migration changes a collection that the driver does not map, because it has no setter: nothing of it would be written. {ReadOnlyMembers.Cure}",
                    string.Join('.', path.Append(member.MemberName)),
                    member.Name);
            }
        }
    }
}
