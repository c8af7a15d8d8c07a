using System.Linq.Expressions;
using System.Reflection;

namespace Migrations.Bson;

// Makes an instance: by the constructor without parameters and the setters, or by the constructor that takes the most members (records).
internal sealed class InstanceFactory
{
    // Stands for a member that the document has no element for.
    public static readonly object Missing = new();

    private readonly Func<object?[], object> _construct;
    private readonly int[] _arguments;
    private readonly object?[] _defaults;
    private readonly (int Index, BsonMember Member)[] _settable;

    private InstanceFactory(Type type, ConstructorInfo? constructor, IReadOnlyList<BsonMember> members)
    {
        var parameters = constructor?.GetParameters() ?? [];
        _arguments = [.. parameters.Select(p => IndexOf(members, p))];
        _defaults = [.. parameters.Select(Default)];
        _settable = [.. members.Index().Where(m => m.Item.IsWritable && !_arguments.Contains(m.Index))];
        _construct = Compile(type, constructor, parameters);
    }

    public static InstanceFactory For(Type type, IReadOnlyList<BsonMember> members)
    {
        if (type.IsAbstract)
        {
            throw new BsonMappingException($"{type.Name} is abstract, and the document's '{Discriminators.Element}' names no class that could stand for it. Name the classes with [BsonKnownTypes].");
        }

        var plain = PlainConstructor(type);
        var fitting = plain ?? type.GetConstructors().Where(c => c.GetParameters().All(p => IndexOf(members, p) >= 0)).MaxBy(c => c.GetParameters().Length);
        return fitting is not null || type.IsValueType
            ? new InstanceFactory(type, fitting, members)
            : throw new BsonMappingException($"{type.Name} cannot be created from a document: it needs a constructor without parameters, or a public one whose parameters are all named and typed like its members.");
    }

    public static bool HasPlainConstructor(Type type) => PlainConstructor(type) is not null;

    public object Create(object?[] values)
    {
        var arguments = _arguments.Length == 0 ? [] : new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = values[_arguments[i]];
            arguments[i] = ReferenceEquals(value, Missing) ? _defaults[i] : value;
        }

        var instance = _construct(arguments);
        foreach (var (index, member) in _settable)
        {
            if (!ReferenceEquals(values[index], Missing))
            {
                member.Set(instance, values[index]);
            }
        }

        return instance;
    }

    private static ConstructorInfo? PlainConstructor(Type type) => type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, Type.EmptyTypes);

    private static int IndexOf(IReadOnlyList<BsonMember> members, ParameterInfo parameter)
    {
        for (var i = 0; i < members.Count; i++)
        {
            if (string.Equals(members[i].Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && members[i].MemberType == parameter.ParameterType)
            {
                return i;
            }
        }

        return -1;
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter is { HasDefaultValue: true, DefaultValue: { } value } ? value : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;

    private static Func<object?[], object> Compile(Type type, ConstructorInfo? constructor, ParameterInfo[] parameters)
    {
        var arguments = Expression.Parameter(typeof(object?[]));
        var creation = constructor is null
            ? Expression.New(type)
            : Expression.New(constructor, parameters.Select((p, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType)));
        return Expression.Lambda<Func<object?[], object>>(Expression.Convert(creation, typeof(object)), arguments).Compile();
    }
}
