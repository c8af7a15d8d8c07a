using Migrations.Bytes;
using MongoDB.Bson;
using System.Text;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Passing;

// What both classes have, out of the bytes that the old one declares, as the new one reads it.
internal sealed class SharedPart(ActualTypes types, ValueConverter converter)
{
    private readonly List<string> _path = [];
    private readonly List<Unpassed> _unpassed = [];

    public IReadOnlyList<Unpassed> Unpassed => _unpassed;

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
                if (pair.To(at) is { } passage)
                {
                    WriteMember(writer, passage, pair.After.Members[at], reader);
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

    private void WriteMember(RawWriter writer, Passage passage, ClassMember member, RawReader element)
    {
        if (passage.Kind == PassageKind.Same && !(element.Type is BsonType.Null && Refuses(passage)))
        {
            writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
            return;
        }

        _path.Add(member.ElementName);
        var failures = _unpassed.Count;
        using var parts = new RawWriter(element.Value.Length + 64);
        if (TryWrite(parts, passage, element, member) && _unpassed.Count == failures)
        {
            writer.WriteBytes(parts.WrittenSpan);
        }

        _path.RemoveAt(_path.Count - 1);
    }

    // What the new class could not take at all says so itself, with the reason.
    private static bool Refuses(Passage passage) => passage.To.ValueType is { IsValueType: true } type && Nullable.GetUnderlyingType(type) is null && passage.From.ValueType != type;

    private bool TryWrite(RawWriter writer, Passage passage, RawReader element, ClassMember member)
    {
        if (element.Type is BsonType.Null or BsonType.Undefined)
        {
            if (Refuses(passage))
            {
                return Miss(member, $"It is null, which a {passage.To.ValueType.Name} cannot be");
            }

            writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
            return true;
        }

        return passage.Kind switch
        {
            PassageKind.Same => Copy(writer, element),
            PassageKind.Parts => TryWriteParts(writer, passage, element, member),
            PassageKind.Converted => converter.TryWrite(writer, passage, element, out var reason) || Miss(member, reason),
            _ => Miss(member, $"Nobody knows how a {Name(passage.From.ValueType)} becomes a {Name(passage.To.ValueType)}"),
        };
    }

    private bool TryWriteParts(RawWriter writer, Passage passage, RawReader element, ClassMember member)
    {
        switch (passage.Before, passage.After, element.Type)
        {
            case (ClassShape before, ClassShape after, BsonType.Document) when after.Type is { IsAbstract: false } || types.Find(after, element.Value) is { Type.IsAbstract: false }:
                writer.WriteStartDocument(element.NameUtf8);
                WriteClass(writer, before, after, element.Value);
                writer.WriteEndDocument();
                return true;
            case (ListShape, ListShape, BsonType.Array):
                return TryWriteItems(writer, passage.Inner, element, member);
            case (DictionaryShape before, DictionaryShape after, BsonType.Document or BsonType.Array):
                return TryWriteEntries(writer, (before, after), passage.Inner, element, member);
            case (OpenShape, _, _) or (_, OpenShape, _):
                return Copy(writer, element);
            default:
                return Miss(member, $"Nobody knows how the {element.Type} that is stored becomes a {Name(passage.To.ValueType)}");
        }
    }

    private bool TryWriteItems(RawWriter writer, Passage item, RawReader list, ClassMember member)
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

    // As documents of k and v: the driver reads them whatever the representation is.
    private bool TryWriteEntries(RawWriter writer, (DictionaryShape Before, DictionaryShape After) shapes, Passage value, RawReader dictionary, ClassMember member)
    {
        var key = DictionaryKeys.PassageOf(shapes.Before, shapes.After);
        var keys = key.Kind == PassageKind.Same ? null : new HashSet<DictionaryKey?>();
        writer.WriteStartArray(dictionary.NameUtf8);
        var reader = new RawReader(dictionary.Value);
        while (reader.Read())
        {
            writer.WriteStartDocument(reader.NameUtf8);
            if (!DictionaryKeys.TryRead(dictionary.Type, reader, out var stored, out var content))
            {
                return Miss(member, "It holds an entry that is no key with a value");
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
    private bool TryWriteNamed(RawWriter writer, Passage passage, RawReader content, ClassMember member)
    {
        using var named = new RawWriter(content.Value.Length + 16);
        named.WriteStartDocument();
        named.WriteRaw("v"u8, content.Type, content.Value);
        named.WriteEndDocument();
        var reader = new RawReader(named.WrittenSpan);
        reader.Read();
        return TryWrite(writer, passage, reader, member);
    }

    private static bool Copy(RawWriter writer, RawReader element)
    {
        writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
        return true;
    }

    private bool Miss(ClassMember member, string reason)
    {
        _unpassed.Add(new Unpassed([.. _path], member.Name, reason));
        return false;
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? $"{underlying.Name}?" : type.Name;
}
