using System.Reflection;

namespace Migrations.Bson;

// Makes an instance: by the constructor without parameters and the setters, or by the constructor that takes the most members (records).
internal sealed class InstanceFactory
{
    private readonly ConstructorInfo _constructor;
    private readonly BsonMember?[] _arguments;
    private readonly BsonMember[] _settable;

    private InstanceFactory(ConstructorInfo constructor, IReadOnlyList<BsonMember> members)
    {
        _constructor = constructor;
        _arguments = [.. constructor.GetParameters().Select(p => Find(members, p))];
        _settable = [.. members.Where(m => m.IsWritable && !_arguments.Contains(m))];
    }

    public static InstanceFactory For(Type type, IReadOnlyList<BsonMember> members)
    {
        var constructor = type.GetConstructor(Type.EmptyTypes)
            ?? type.GetConstructors().Where(c => c.GetParameters().All(p => Find(members, p) is not null)).MaxBy(c => c.GetParameters().Length);
        return constructor is null || type.IsAbstract
            ? Unusable(type)
            : new InstanceFactory(constructor, members);
    }

    public object Create(Dictionary<string, object?> values)
    {
        var arguments = new object?[_arguments.Length];
        var parameters = _constructor.GetParameters();
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = values.TryGetValue(_arguments[i]!.Name, out var value) ? value : Default(parameters[i]);
        }

        var instance = _constructor.Invoke(arguments);
        foreach (var member in _settable)
        {
            if (values.TryGetValue(member.Name, out var value))
            {
                member.Write(instance, value);
            }
        }

        return instance;
    }

    private static BsonMember? Find(IReadOnlyList<BsonMember> members, ParameterInfo parameter) =>
        members.FirstOrDefault(m => string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && m.MemberType == parameter.ParameterType);

    private static object? Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;

    private static InstanceFactory Unusable(Type type) => type.IsAbstract
        ? new InstanceFactory(typeof(object).GetConstructor(Type.EmptyTypes)!, [])
        : throw new BsonMappingException($"{type.Name} cannot be created from a document: it needs a public constructor without parameters, or one whose parameters are all named and typed like its members.");
}
