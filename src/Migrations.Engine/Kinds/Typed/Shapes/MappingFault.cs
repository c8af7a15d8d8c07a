using MongoDB.Bson;
using System.Reflection;
using System.Text.RegularExpressions;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// What the driver could not read or write, told by member and path.
internal static partial class MappingFault
{
    // The reader stands at the value that does not fit, or right behind it.
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

    // The innermost reason, in one line: the driver wraps it once for each class around it.
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
