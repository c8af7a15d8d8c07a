using System.Collections.Concurrent;

namespace Migrations.Bson;

/// <summary>How a class is mapped to documents.</summary>
public sealed class BsonTypeMap
{
    private static readonly ConcurrentDictionary<Type, BsonTypeMap> Maps = new();
    private readonly Dictionary<string, BsonMember> _byElement;
    private readonly BsonMember? _extraElements;
    private readonly InstanceFactory _factory;

    private BsonTypeMap(Type type)
    {
        Type = type;
        var mapped = MappedMembers.Of(type);
        _extraElements = mapped.ExtraElements;
        Members = mapped.Members;
        _byElement = Members.ToDictionary(m => m.ElementName, StringComparer.Ordinal);
        _factory = InstanceFactory.For(type, Members);
        Discriminators = new Discriminators(type);
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The mapped members; <c>_id</c> comes first.</summary>
    public IReadOnlyList<BsonMember> Members { get; }

    internal Discriminators Discriminators { get; }

    /// <summary>The map of a class, made once.</summary>
    /// <exception cref="BsonMappingException">The class cannot be mapped.</exception>
    public static BsonTypeMap For(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Maps.GetOrAdd(type, static t => new BsonTypeMap(t));
    }

    /// <summary>Whether values of a type become documents by a map, and not by a conversion of their own.</summary>
    public static bool IsMapped(Type type) => BsonConverters.For(type, null) is DocumentConverter;

    /// <summary>The member mapped to an element, or null.</summary>
    public BsonMember? Find(string elementName) => _byElement.GetValueOrDefault(elementName);

    internal BsonDocument ToDocument(object instance)
    {
        var document = new BsonDocument();
        foreach (var member in Members)
        {
            var value = member.Read(instance);
            if (!(value.IsBsonNull && member.IsIgnoredIfNull))
            {
                document.Add(member.ElementName, value);
            }
        }

        if (_extraElements?.Read(instance) is BsonDocument extra)
        {
            foreach (var field in extra.Elements)
            {
                document.Add(field.Name, field.Value);
            }
        }

        return document;
    }

    internal object ToInstance(BsonDocument document)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var extra = new BsonDocument();
        foreach (var field in document.Elements)
        {
            if (_byElement.TryGetValue(field.Name, out var member))
            {
                values[member.Name] = Convert(member, field.Value);
            }
            else if (field.Name != "_t")
            {
                extra.Add(field.Name, field.Value);
            }
        }

        var instance = _factory.Create(values);
        _extraElements?.Write(instance, extra);
        return instance;
    }

    private object? Convert(BsonMember member, BsonValue value)
    {
        try
        {
            return member.Converter.FromBsonOrNull(value, member.MemberType);
        }
        catch (BsonMappingException e)
        {
            throw e.At($"{Type.Name}.{member.Name}");
        }
    }
}
