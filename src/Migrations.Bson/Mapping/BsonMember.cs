using System.Linq.Expressions;
using System.Reflection;

namespace Migrations.Bson;

/// <summary>A member of a class and the element it is mapped to.</summary>
public sealed class BsonMember
{
    private readonly string _owner;
    private readonly Func<object, object?> _get;
    private readonly Action<object, object?>? _set;

    internal BsonMember(MemberCandidate candidate, string elementName)
    {
        var member = candidate.Member;
        _owner = member.ReflectedType!.Name;
        Name = member.Name;
        ElementName = elementName;
        MemberType = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        IsIgnoredIfNull = candidate.Has<BsonIgnoreIfNullAttribute>();
        Converter = FindConverter(candidate);
        _get = CompileGet(member);
        _set = CanSet(member) ? CompileSet(member, MemberType) : null;
    }

    /// <summary>The member's name.</summary>
    public string Name { get; }

    /// <summary>The element's name.</summary>
    public string ElementName { get; }

    /// <summary>The member's type.</summary>
    public Type MemberType { get; }

    /// <summary>Whether the member can be set after the object was made.</summary>
    public bool IsWritable => _set is not null;

    internal bool IsIgnoredIfNull { get; }

    internal BsonConverter Converter { get; }

    private string QualifiedName => $"{_owner}.{Name}";

    /// <summary>The member's value in an object.</summary>
    public object? Get(object instance) => _get(instance);

    /// <summary>Gives the member a value in an object.</summary>
    /// <exception cref="BsonMappingException">The member can only be given to the constructor.</exception>
    public void Set(object instance, object? value)
    {
        if (_set is null)
        {
            throw new BsonMappingException($"{QualifiedName} cannot be set; it is given to the constructor.");
        }

        _set(instance, value);
    }

    internal static bool CanSet(MemberInfo member) => member is PropertyInfo { SetMethod: not null } or FieldInfo { IsInitOnly: false };

    internal BsonValue ToBson(object instance, int depth)
    {
        try
        {
            return _get(instance) is { } value ? Converter.ToBson(value, depth) : BsonNull.Value;
        }
        catch (BsonMappingException e)
        {
            throw e.At(ElementName, QualifiedName);
        }
    }

    internal object? FromBson(BsonValue value, UnknownElements unknown)
    {
        try
        {
            return Converter.FromBsonOrNull(value, MemberType, unknown);
        }
        catch (BsonMappingException e)
        {
            throw e.At(ElementName, QualifiedName);
        }
    }

    private BsonConverter FindConverter(MemberCandidate candidate)
    {
        try
        {
            return BsonConverters.For(MemberType, candidate.Find<BsonRepresentationAttribute>()?.Representation);
        }
        catch (BsonMappingException e)
        {
            throw e.At(ElementName, QualifiedName);
        }
    }

    private static Func<object, object?> CompileGet(MemberInfo member)
    {
        var instance = Expression.Parameter(typeof(object));
        var access = Expression.MakeMemberAccess(Expression.Convert(instance, member.DeclaringType!), member);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(access, typeof(object)), instance).Compile();
    }

    // A struct is set inside its box, a class by its reference.
    private static Action<object, object?> CompileSet(MemberInfo member, Type type)
    {
        var instance = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(object));
        var owner = member.DeclaringType!.IsValueType ? Expression.Unbox(instance, member.DeclaringType) : Expression.Convert(instance, member.DeclaringType);
        var access = Expression.MakeMemberAccess(owner, member);
        return Expression.Lambda<Action<object, object?>>(Expression.Assign(access, Expression.Convert(value, type)), instance, value).Compile();
    }
}
