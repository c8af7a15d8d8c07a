using System.Collections.Concurrent;
using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Converting;

// Writes what both classes have, from the bytes that the old one declares, in the form that the new one reads.
internal sealed class SharedPart(ActualTypes types, ValueConverter converter)
{
    private readonly List<string> _path = [];
    private readonly List<UnconvertedValue> _unpassed = [];

    public IReadOnlyList<UnconvertedValue> UnconvertedValue => _unpassed;

    public void WriteRoot(RawWriter writer, ClassShape before, ClassShape after, ReadOnlySpan<byte> document)
    {
        _path.Clear();
        _unpassed.Clear();
        writer.WriteStartDocument();
        WriteClass(writer, before, after, document);
        writer.WriteEndDocument();
    }

    private void WriteClass(RawWriter writer, ClassShape declaredBefore, ClassShape declaredAfter, ReadOnlySpan<byte> document)
    {
        DeclaredPart.CheckDepth(_path.Count);
        var before = types.Of(declaredBefore, document);
        var known = types.Find(declaredAfter, document);
        var pair = ClassPair.Of(before, known ?? declaredAfter);
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var at = pair.After.Find(reader.NameUtf8);
            if (at >= 0)
            {
                if (pair.To(at) is { } conversion)
                {
                    WriteMember(writer, conversion, pair.After.Members[at], reader);
                }
            }
            else if (known is not null && declaredAfter.IsPolymorphic && reader.NameUtf8.SequenceEqual(declaredAfter.TypeElement))
            {
                writer.WriteRaw(reader.NameUtf8, reader.Type, reader.Value);
            }
            else if (before.HasBag && pair.After.HasBag && before.Find(reader.NameUtf8) < 0 && !reader.NameUtf8.SequenceEqual(before.TypeElement))
            {
                writer.WriteRaw(reader.NameUtf8, reader.Type, reader.Value);
            }
        }
    }

    private void WriteMember(RawWriter writer, MemberConversion conversion, ClassMember member, RawReader element)
    {
        if (conversion.Kind == ConversionKind.Same && !(element.Type is BsonType.Null && Refuses(conversion)))
        {
            writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
            return;
        }

        _path.Add(member.ElementName);
        var failures = _unpassed.Count;
        using var parts = new RawWriter(element.Value.Length + 64);
        if (TryWrite(parts, conversion, element, member) && _unpassed.Count == failures)
        {
            writer.WriteBytes(parts.WrittenSpan);
        }

        _path.RemoveAt(_path.Count - 1);
    }

    // A value that the new class cannot hold is reported with the reason.
    private static bool Refuses(MemberConversion conversion) => conversion.To.ValueType is { IsValueType: true } type && Nullable.GetUnderlyingType(type) is null && conversion.From.ValueType != type;

    private bool TryWrite(RawWriter writer, MemberConversion conversion, RawReader element, ClassMember member)
    {
        if (element.Type is BsonType.Null or BsonType.Undefined)
        {
            if (Refuses(conversion))
            {
                return Miss(member, $"It is null, which a {conversion.To.ValueType.Name} cannot be");
            }

            writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
            return true;
        }

        return conversion.Kind switch
        {
            ConversionKind.Same => Copy(writer, element),
            ConversionKind.Parts => TryWriteParts(writer, conversion, element, member),
            ConversionKind.Converted => converter.TryWrite(writer, conversion, element, out var reason) || Miss(member, reason),
            _ => Miss(member, $"There is no conversion from {Name(conversion.From.ValueType)} to {Name(conversion.To.ValueType)}"),
        };
    }

    private bool TryWriteParts(RawWriter writer, MemberConversion conversion, RawReader element, ClassMember member)
    {
        switch (conversion.Before, conversion.After, element.Type)
        {
            case (ClassShape before, ClassShape after, BsonType.Document) when after.Type is { IsAbstract: false } || types.Find(after, element.Value) is { Type.IsAbstract: false }:
                writer.WriteStartDocument(element.NameUtf8);
                WriteClass(writer, before, after, element.Value);
                writer.WriteEndDocument();
                return true;
            case (ListShape, ListShape, BsonType.Array):
                return TryWriteItems(writer, conversion.Inner, element, member);
            case (DictionaryShape before, DictionaryShape after, BsonType.Document or BsonType.Array):
                return TryWriteEntries(writer, (before, after), conversion.Inner, element, member);
            case (OpenShape, _, _) or (_, OpenShape, _):
                return Copy(writer, element);
            default:
                return Miss(member, $"There is no conversion from the stored {element.Type} to {Name(conversion.To.ValueType)}");
        }
    }

    private bool TryWriteItems(RawWriter writer, MemberConversion item, RawReader list, ClassMember member)
    {
        writer.WriteStartArray(list.NameUtf8);
        var reader = new RawReader(list.Value);
        while (reader.Read())
        {
            _path.Add(Encoding.UTF8.GetString(reader.NameUtf8));
            if (!TryWrite(writer, item, reader, member))
            {
                _path.RemoveAt(_path.Count - 1);
                return false;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        writer.WriteEndArray();
        return true;
    }

    // As documents of k and v: the driver reads this in every representation.
    private bool TryWriteEntries(RawWriter writer, (DictionaryShape Before, DictionaryShape After) shapes, MemberConversion value, RawReader dictionary, ClassMember member)
    {
        var key = DictionaryKeys.PassageOf(shapes.Before, shapes.After);
        var keys = key.Kind == ConversionKind.Same ? null : new HashSet<DictionaryKey?>();
        writer.WriteStartArray(dictionary.NameUtf8);
        var reader = new RawReader(dictionary.Value);
        while (reader.Read())
        {
            writer.WriteStartDocument(reader.NameUtf8);
            if (!DictionaryKeys.TryRead(dictionary.Type, reader, out var stored, out var content))
            {
                return Miss(member, "It holds an entry that is not a key with a value");
            }

            if (!converter.TryWriteKey(writer, key, stored, out var reason))
            {
                return Miss(member, reason);
            }

            if (keys?.Add(converter.Convert(key, stored)) == false)
            {
                return Miss(member, $"Its key '{Encoding.UTF8.GetString(stored.Text)}' becomes one that another entry has");
            }

            _path.Add(Encoding.UTF8.GetString(reader.NameUtf8));
            if (!TryWriteNamed(writer, value, content, member))
            {
                _path.RemoveAt(_path.Count - 1);
                return false;
            }

            _path.RemoveAt(_path.Count - 1);
            writer.WriteEndDocument();
        }

        writer.WriteEndArray();
        return true;
    }

    // The value of an entry under the name v.
    private bool TryWriteNamed(RawWriter writer, MemberConversion conversion, RawReader content, ClassMember member)
    {
        using var named = new RawWriter(content.Value.Length + 16);
        named.WriteStartDocument();
        named.WriteRaw("v"u8, content.Type, content.Value);
        named.WriteEndDocument();
        var reader = new RawReader(named.WrittenSpan);
        reader.Read();
        return TryWrite(writer, conversion, reader, member);
    }

    private static bool Copy(RawWriter writer, RawReader element)
    {
        writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
        return true;
    }

    private bool Miss(ClassMember member, string reason)
    {
        _unpassed.Add(new UnconvertedValue([.. _path], member.Name, reason));
        return false;
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? $"{underlying.Name}?" : type.Name;
}

// An old class and the new one: for each member of the new one where it comes from.
internal sealed class ClassPair
{
    private static readonly ConcurrentDictionary<(ClassShape Before, ClassShape After), ClassPair> Pairs = new();
    private readonly MemberConversion?[] _passages;
    private readonly int[] _beforeOf;

    private ClassPair(ClassShape before, ClassShape after)
    {
        (Before, After) = (before, after);
        _beforeOf = [.. after.Members.Select(m => before.Find(m.Element))];
        _passages = new MemberConversion?[after.Members.Length];
    }

    public ClassShape Before { get; }

    public ClassShape After { get; }

    public bool IsSame => ReferenceEquals(Before, After);

    public static ClassPair Of(ClassShape before, ClassShape after) => Pairs.GetOrAdd((before, after), static p => new ClassPair(p.Before, p.After));

    // Null if the old class has no such member.
    public MemberConversion? To(int after) => _beforeOf[after] < 0 ? null
        : _passages[after] ??= IsSame ? MemberConversion.Within(After.Members[after].Shape) : MemberConversion.Between(Before.Members[_beforeOf[after]], After.Members[after]);
}

// A value of a shared member that could not be converted: unless the author's code sets it, the document is refused.
internal sealed record UnconvertedValue(IReadOnlyList<string> Path, string Member, string Reason);
