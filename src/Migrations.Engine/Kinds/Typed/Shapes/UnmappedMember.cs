using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// A public member that the driver does not map, since it could not set it, and of which nobody said that this is meant.
internal sealed class UnmappedMember(Type owner, MemberInfo member)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(member.Name);

    public string Name { get; } = $"{owner.Name}.{member.Name}";

    public string MemberName => member.Name;

    // Whether it keeps something, rather than computing it from other members.
    public bool HasState { get; } = member is FieldInfo || member.DeclaringType!.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    public bool IsCollection { get; } = TypeOf(member) is var type && type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    // Conventions spell elements otherwise than members.
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
