using System.Collections.Concurrent;

namespace Migrations.Bson;

/// <summary>How a class is mapped to documents.</summary>
public sealed class BsonTypeMap
{
    private static readonly ConcurrentDictionary<Type, BsonTypeMap> Maps = new();
    private readonly Dictionary<string, int> _byElement;
    private readonly BsonMember? _extraElements;
    private readonly Lazy<InstanceFactory> _factory;

    private BsonTypeMap(Type type)
    {
        Type = type;
        var mapped = MappedMembers.Of(type);
        _extraElements = mapped.ExtraElements;
        Members = mapped.Members;
        _byElement = Members.Index().ToDictionary(m => m.Item.ElementName, m => m.Index, StringComparer.Ordinal);
        _factory = new Lazy<InstanceFactory>(() => InstanceFactory.For(type, Members));
        Discriminators = new Discriminators(type);
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The mapped members; <c>_id</c> comes first.</summary>
    public IReadOnlyList<BsonMember> Members { get; }

    /// <summary>Whether elements that no member is mapped to are kept in a member of their own.</summary>
    public bool KeepsExtraElements => _extraElements is not null;

    /// <summary>Whether other classes may stand where this one is declared, so that <c>_t</c> decides.</summary>
    public bool IsPolymorphic => Discriminators.IsPolymorphic;

    internal Discriminators Discriminators { get; }

    /// <summary>The map of a class, made once.</summary>
    /// <exception cref="BsonMappingException">The class cannot be mapped.</exception>
    public static BsonTypeMap For(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Maps.GetOrAdd(type, static t => new BsonTypeMap(t));
    }

    /// <summary>The name that a class has in <c>_t</c>: that of its <see cref="BsonDiscriminatorAttribute"/>, else its own.</summary>
    public static string DiscriminatorOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Discriminators.NameOf(type);
    }

    /// <summary>Whether values of a type become documents by a map, and not by a conversion of their own.</summary>
    public static bool IsMapped(Type type) => BsonConverters.For(type, null) is DocumentConverter;

    /// <summary>The member mapped to an element, or null.</summary>
    public BsonMember? Find(string elementName) => _byElement.TryGetValue(elementName, out var index) ? Members[index] : null;

    /// <summary>The class that a document is read as where this one is declared.</summary>
    /// <exception cref="BsonMappingException">The document's <c>_t</c> names a class that is not known here.</exception>
    public Type TypeOf(BsonDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Discriminators.Resolve(document);
    }

    internal BsonDocument ToDocument(object instance, int depth)
    {
        var document = new BsonDocument();
        foreach (var member in Members)
        {
            var value = member.ToBson(instance, depth + 1);
            if (!(value.IsBsonNull && member.IsIgnoredIfNull))
            {
                document.Add(member.ElementName, value);
            }
        }

        if (_extraElements?.ToBson(instance, depth + 1) is BsonDocument extra)
        {
            foreach (var field in extra.Elements)
            {
                document.Add(field.Name, field.Value);
            }
        }

        return document;
    }

    // Of elements of the same name the first counts, as everywhere.
    internal object ToInstance(BsonDocument document, UnknownElements unknown, bool isPolymorphic)
    {
        var values = new object?[Members.Count];
        Array.Fill(values, InstanceFactory.Missing);
        var extra = _extraElements is null ? null : new BsonDocument();
        foreach (var field in document.Elements)
        {
            if (_byElement.TryGetValue(field.Name, out var index))
            {
                values[index] = ReferenceEquals(values[index], InstanceFactory.Missing) ? Members[index].FromBson(field.Value, unknown) : values[index];
            }
            else if (!isPolymorphic || field.Name != Discriminators.Element)
            {
                Pass(field, extra, unknown);
            }
        }

        var instance = _factory.Value.Create(values);
        if (extra is not null)
        {
            _extraElements!.Set(instance, _extraElements.FromBson(extra, unknown));
        }

        return instance;
    }

    private void Pass(BsonField field, BsonDocument? extra, UnknownElements unknown)
    {
        if (extra is null && unknown == UnknownElements.Refuse)
        {
            throw new BsonMappingException($"{Type.Name} has no member for this element of BSON type {field.Value.BsonType}. Declare one, or one with [BsonExtraElements].").At(field.Name);
        }

        extra?.Add(field.Name, field.Value);
    }
}
