using System.Reflection;

namespace Migrations.Bson;

// Which members of a class are mapped, and to which elements.
internal sealed record MappedMembers(IReadOnlyList<BsonMember> Members, BsonMember? ExtraElements)
{
    public static MappedMembers Of(Type type)
    {
        var candidates = Candidates(type);
        var extras = candidates.FindAll(c => c.Has<BsonExtraElementsAttribute>());
        var id = candidates.Find(c => c.Has<BsonIdAttribute>()) ?? candidates.Find(c => c.Member.Name is "Id" or "id" or "_id" && !c.Has<BsonElementAttribute>());
        var members = candidates.Except(extras)
            .Select(c => new BsonMember(c, c == id ? "_id" : c.Find<BsonElementAttribute>()?.ElementName ?? c.Member.Name))
            .OrderBy(m => m.ElementName == "_id" ? 0 : 1)
            .ToList();
        if (members.GroupBy(m => m.ElementName, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            throw new BsonMappingException($"{type.Name} maps the members {string.Join(", ", same.Select(m => m.Name))} all to the element '{same.Key}'. Give each a name of its own with [BsonElement].");
        }

        return new MappedMembers(members, extras.Count switch
        {
            0 => null,
            1 => new BsonMember(extras[0], ""),
            _ => throw new BsonMappingException($"{type.Name} has several members with [BsonExtraElements]: {string.Join(", ", extras.Select(c => c.Member.Name))}. Keep one."),
        });
    }

    private static List<MemberCandidate> Candidates(Type type)
    {
        // What can be neither set nor given to the constructor is computed, and not mapped.
        var parameters = InstanceFactory.HasPlainConstructor(type) ? [] : type.GetConstructors().OrderBy(c => c.GetParameters().Length).SelectMany(c => c.GetParameters()).ToList();
        return
        [
            .. type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
                .Where(m => m is FieldInfo or PropertyInfo { GetMethod.IsPublic: true } && (m as PropertyInfo)?.GetIndexParameters().Length is null or 0)
                .GroupBy(m => m.Name, StringComparer.Ordinal)
                .Select(same => same.MaxBy(Depth)!)
                .Select(m => new MemberCandidate(m, parameters.FindLast(p => string.Equals(p.Name, m.Name, StringComparison.OrdinalIgnoreCase))))
                .Where(c => !c.Has<BsonIgnoreAttribute>() && (BsonMember.CanSet(c.Member) || c.Parameter is not null))
                .OrderBy(c => Depth(c.Member)),
        ];
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

// The attributes of a positional record's member stand on the constructor's parameter.
internal sealed record MemberCandidate(MemberInfo Member, ParameterInfo? Parameter)
{
    public T? Find<T>()
        where T : Attribute => Member.GetCustomAttribute<T>() ?? Parameter?.GetCustomAttribute<T>();

    public bool Has<T>()
        where T : Attribute => Find<T>() is not null;
}
