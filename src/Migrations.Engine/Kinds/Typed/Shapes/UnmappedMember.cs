using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// A public member that the driver does not map, because it has no setter, and that is not marked as intended.
internal sealed class UnmappedMember(Type owner, MemberInfo member)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(member.Name);

    public string Name { get; } = $"{owner.Name}.{member.Name}";

    public string MemberName => member.Name;

    // Whether it stores a value, rather than computing it from other members.
    public bool HasState { get; } = member is FieldInfo || member.DeclaringType!.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    public bool IsCollection { get; } = TypeOf(member) is var type && type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    // Conventions may name elements differently from members.
    public bool IsCalled(ReadOnlySpan<byte> element) => Ascii.EqualsIgnoreCase(element, _name);

    public int CountIn(object owner) => (member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member).GetValue(owner)) switch
    {
        ICollection collection => collection.Count,
        IEnumerable elements => elements.Cast<object?>().Count(),
        _ => 0,
    };

    public static UnmappedMember[] Of(BsonClassMap map)
    {
        var mapped = map.AllMemberMaps.Select(m => m.MemberName).Concat(map.AllMemberMaps.Select(m => m.ElementName)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. map.ClassType.GetMembers(BindingFlags.Instance | BindingFlags.Public).Where(m => IsReadOnly(m) && !mapped.Contains(m.Name) && !IsLeftOut(m)).DistinctBy(m => m.Name).Select(m => new UnmappedMember(map.ClassType, m))];
    }

    private static bool IsReadOnly(MemberInfo member) => member switch
    {
        PropertyInfo property => property is { CanRead: true, CanWrite: false } && property.GetMethod!.IsPublic && property.GetIndexParameters().Length == 0,
        FieldInfo field => field.IsInitOnly,
        _ => false,
    };

    private static bool IsLeftOut(MemberInfo member) => member.IsDefined(typeof(BsonIgnoreAttribute)) || member.IsDefined(typeof(CompilerGeneratedAttribute));

    private static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
}

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
                    $"The migration changes a collection that the driver does not map, because it has no setter: none of it would be written. {ReadOnlyMembers.Cure}",
                    string.Join('.', path.Append(member.MemberName)),
                    member.Name);
            }
        }
    }
}

// Where a document stores the field of a member without a setter; only searched when it is known to exist.
internal static class StoredUnmapped
{
    public static void Throw(ClassShape declared, ReadOnlySpan<byte> document, ActualTypes types) => Find(declared, BsonType.Document, document, [], types);

    private static void Find(Shape shape, BsonType type, ReadOnlySpan<byte> value, List<string> path, ActualTypes types)
    {
        if (type is not (BsonType.Document or BsonType.Array))
        {
            return;
        }

        var actual = shape is ClassShape declared && type == BsonType.Document ? types.Find(declared, value) : null;
        var reader = new RawReader(value);
        while (reader.Read())
        {
            path.Add(Encoding.UTF8.GetString(reader.NameUtf8));
            if (actual is not null && actual.Find(reader.NameUtf8) < 0 && actual.FindUnmapped(reader.NameUtf8) is { HasState: true } member)
            {
                throw ReadOnlyMembers.Stored(member, string.Join('.', path));
            }

            if (shape is DictionaryShape pairs && type == BsonType.Array)
            {
                FindInPair(pairs, reader, path, types);
            }
            else if (Within(shape, actual, reader) is { } inner)
            {
                Find(inner, reader.Type, reader.Value, path, types);
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    private static void FindInPair(DictionaryShape shape, RawReader pair, List<string> path, ActualTypes types)
    {
        if (DictionaryEntry.TryRead(pair.Type, pair.Value, out var entry))
        {
            path.Add(Encoding.UTF8.GetString(entry.Value.NameUtf8));
            Find(shape.Value, entry.Value.Type, entry.Value.Value, path, types);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static Shape? Within(Shape shape, ClassShape? actual, RawReader element) => shape switch
    {
        ClassShape => actual?.Find(element.NameUtf8) is >= 0 and var at ? actual.Members[at].Shape : null,
        ListShape list => list.Item,
        DictionaryShape dictionary => dictionary.Value,
        _ => null,
    };
}

internal static class ReadOnlyMembers
{
    public const string Cure = "Give the member a setter ('private set' or 'init' is enough), or map its field; if it is not part of the document, mark it with [BsonIgnore].";

    public static DocumentMappingException Stored(UnmappedMember member, string path) => new(
        $"The document stores it, but the driver does not map the member, because it has no setter: the code would not see it, and what the code puts there would be lost. {Cure}",
        path,
        member.Name);
}
