using System.Linq.Expressions;
using System.Reflection;

namespace Migrations.Bson;

/// <summary>A member of a class and the element it is mapped to.</summary>
public sealed class BsonMember
{
    private readonly Func<object, object?> _get;
    private readonly Action<object, object?>? _set;

    internal BsonMember(MemberInfo member, string elementName)
    {
        Name = member.Name;
        ElementName = elementName;
        MemberType = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        IsIgnoredIfNull = member.IsDefined(typeof(BsonIgnoreIfNullAttribute));
        Converter = BsonConverters.For(MemberType, member.GetCustomAttribute<BsonRepresentationAttribute>()?.Representation);
        _get = CompileGet(member);
        _set = CanSet(member) ? CompileSet(member, MemberType) : null;
    }

    /// <summary>The member's name.</summary>
    public string Name { get; }

    /// <summary>The element's name.</summary>
    public string ElementName { get; }

    /// <summary>The member's type.</summary>
    public Type MemberType { get; }

    internal bool IsIgnoredIfNull { get; }

    internal bool IsWritable => _set is not null;

    internal BsonConverter Converter { get; }

    internal BsonValue Read(object instance) => _get(instance) is { } value ? Converter.ToBson(value) : BsonNull.Value;

    internal void Write(object instance, object? value) => _set!(instance, value);

    internal static bool CanSet(MemberInfo member) => member is PropertyInfo { SetMethod.IsPublic: true } or FieldInfo { IsInitOnly: false };

    private static Func<object, object?> CompileGet(MemberInfo member)
    {
        var instance = Expression.Parameter(typeof(object));
        var access = Expression.MakeMemberAccess(Expression.Convert(instance, member.DeclaringType!), member);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(access, typeof(object)), instance).Compile();
    }

    private static Action<object, object?> CompileSet(MemberInfo member, Type type)
    {
        var instance = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(object));
        var access = Expression.MakeMemberAccess(Expression.Convert(instance, member.DeclaringType!), member);
        return Expression.Lambda<Action<object, object?>>(Expression.Assign(access, Expression.Convert(value, type)), instance, value).Compile();
    }
}
