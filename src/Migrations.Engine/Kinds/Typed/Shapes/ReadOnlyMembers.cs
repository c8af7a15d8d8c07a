using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed.Shapes;

internal static class ReadOnlyMembers
{
    public const string Cure = "Give the member a setter ('private set' or 'init' is enough), or map its field; where it is no part of the document, say so with [BsonIgnore].";

    public static DocumentMappingException Stored(UnmappedMember member, string path) => new(
        $"The document stores it, but the driver does not map the member, because it has no setter: the code would not see it, and what the code puts there would be lost. {Cure}",
        path,
        member.Name);
}
