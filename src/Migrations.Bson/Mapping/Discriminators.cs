using System.Reflection;

namespace Migrations.Bson;

// Which class a document's _t stands for. An array names the whole line of classes; its last name counts.
internal sealed class Discriminators
{
    public const string Element = "_t";

    private readonly Type _declared;
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    public Discriminators(Type declared)
    {
        _declared = declared;
        Add(declared);
    }

    // Where the element says nothing about the class it is an element like any other.
    public bool IsPolymorphic => _types.Count > 1 || _declared.IsAbstract || _declared.IsDefined(typeof(BsonDiscriminatorAttribute), inherit: true);

    public static string NameOf(Type type) => type.GetCustomAttribute<BsonDiscriminatorAttribute>(inherit: false)?.Discriminator ?? type.Name;

    public bool IsWrittenFor(Type actual) => actual != _declared || actual.GetCustomAttribute<BsonDiscriminatorAttribute>(inherit: false)?.Required == true;

    public Type Resolve(BsonDocument document)
    {
        if (!document.TryGetValue(Element, out var value))
        {
            return _declared;
        }

        var name = value switch
        {
            BsonString text => text.Value,
            BsonArray { Count: > 0 } line when line[^1] is BsonString last => last.Value,
            _ => null,
        };
        if (name is not null && _types.TryGetValue(name, out var type))
        {
            return type;
        }

        // A class without known types does not care what _t says.
        return _types.Count == 1 && !_declared.IsAbstract
            ? _declared
            : throw new BsonMappingException($"The discriminator '_t' says {value}, but {_declared.Name} knows only {string.Join(", ", _types.Keys)}. Name the class with [BsonKnownTypes] or [BsonDiscriminator].");
    }

    private void Add(Type type)
    {
        if (_types.TryAdd(NameOf(type), type))
        {
            foreach (var known in type.GetCustomAttribute<BsonKnownTypesAttribute>(inherit: false)?.KnownTypes ?? [])
            {
                Add(known);
            }
        }
    }
}
