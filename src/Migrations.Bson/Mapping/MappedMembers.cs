using System.Reflection;

namespace Migrations.Bson;

// Which members of a class are mapped, and to which elements.
internal sealed record MappedMembers(IReadOnlyList<BsonMember> Members, BsonMember? ExtraElements)
{
    public static MappedMembers Of(Type type)
    {
        var parameters = type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var candidates = type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m is FieldInfo or PropertyInfo { GetMethod: not null } && (m as PropertyInfo)?.GetIndexParameters().Length is null or 0)
            .Where(m => !m.IsDefined(typeof(BsonIgnoreAttribute)) && (BsonMember.CanSet(m) || parameters.Contains(m.Name)))
            .OrderBy(Depth)
            .ToList();
        var extra = candidates.SingleOrDefault(m => m.IsDefined(typeof(BsonExtraElementsAttribute)));
        var idMember = candidates.Find(m => m.IsDefined(typeof(BsonIdAttribute))) ?? candidates.Find(m => m.Name is "Id" or "id" or "_id" && !m.IsDefined(typeof(BsonElementAttribute)));
        var members = candidates.Where(m => m != extra)
            .Select(m => new BsonMember(m, m == idMember ? "_id" : m.GetCustomAttribute<BsonElementAttribute>()?.ElementName ?? m.Name))
            .OrderBy(m => m.ElementName == "_id" ? 0 : 1)
            .ToList();
        if (members.GroupBy(m => m.ElementName, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            throw new BsonMappingException($"{type.Name} maps the members {string.Join(", ", same.Select(m => m.Name))} all to the element '{same.Key}'. Give each a name of its own with [BsonElement].");
        }

        return new MappedMembers(members, extra is null ? null : new BsonMember(extra, ""));
    }

    // Members of base classes come first, as they are read in the source.
    private static int Depth(MemberInfo member)
    {
        var depth = 0;
        for (var type = member.DeclaringType; type is not null; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
