using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Migrations.Bytes;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// What the driver could not read or write, by member and path.
internal static partial class MappingFault
{
    // The reader is at the value that does not fit, or right after it.
    public static DocumentMappingException OfReading(Type type, byte[] bytes, long position, ActualTypes types, Exception e)
    {
        var place = ShapeFactory.Of(BsonSerializer.LookupSerializer(type)) is ClassShape shape ? FaultPlace.Find(shape, bytes, (int)position, types) : default;
        return new DocumentMappingException($"It cannot be read as {type.Name}: {Reason(e)}", place.Path ?? "", place.Member, e);
    }

    public static DocumentMappingException OfWriting(Type type, Exception e)
    {
        var members = MemberText().Matches(e.Message);
        var path = string.Join('.', members.Select(m => MapOf(m)?.ElementName ?? m.Groups[1].Value));
        var member = members.Count == 0 ? null : MapOf(members[^1]) is { } map ? $"{map.ClassMap.ClassType.Name}.{map.MemberName}" : members[^1].Groups[1].Value;
        return new DocumentMappingException($"A {type.Name} cannot be written: {Reason(e)}", path, member, e);
    }

    // The innermost reason, in one line: the driver wraps it once for each enclosing class.
    public static string Reason(Exception e)
    {
        while (e is TargetInvocationException or FormatException or BsonSerializationException && e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message.ReplaceLineEndings(" ");
    }

    private static BsonMemberMap? MapOf(Match match) =>
        BsonClassMap.GetRegisteredClassMaps().FirstOrDefault(m => m.ClassType.FullName == match.Groups[2].Value)?.AllMemberMaps.FirstOrDefault(m => m.MemberName == match.Groups[1].Value);

    [GeneratedRegex(@"the (\w+) (?:property|field) of class (.+?): ")]
    private static partial Regex MemberText();
}

// The element at a position in a document's bytes, and the innermost member that it is mapped to.
internal static class FaultPlace
{
    public static (string? Path, string? Member) Find(Shape shape, byte[] bytes, int position, ActualTypes types)
    {
        var path = new List<string>();
        string? member = null;
        ReadOnlySpan<byte> document = bytes;
        Shape? current = shape;
        while (Enter(ref document, ref current, ref position, path, ref member, types))
        {
        }

        return (string.Join('.', path), member);
    }

    private static bool Enter(ref ReadOnlySpan<byte> document, ref Shape? shape, ref int position, List<string> path, ref string? member, ActualTypes types)
    {
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var end = reader.ValueOffset + reader.Value.Length;
            if (position < reader.ValueOffset || position > end)
            {
                continue;
            }

            path.Add(Encoding.UTF8.GetString(reader.NameUtf8));
            shape = Inside(shape, document, reader.NameUtf8, ref member, types);
            if (reader.Type is not (BsonType.Document or BsonType.Array) || position == end || position == reader.ValueOffset)
            {
                return false;
            }

            position -= reader.ValueOffset;
            document = reader.Value;
            return true;
        }

        return false;
    }

    private static Shape? Inside(Shape? shape, ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, ref string? member, ActualTypes types)
    {
        switch (shape)
        {
            case ClassShape declared when types.Of(declared, document) is var actual && actual.Find(name) is >= 0 and var at:
                member = actual.Members[at].Name;
                return actual.Members[at].Shape;
            case ListShape list:
                return list.Item;
            case DictionaryShape dictionary:
                return dictionary.Value;
            default:
                return null;
        }
    }
}
