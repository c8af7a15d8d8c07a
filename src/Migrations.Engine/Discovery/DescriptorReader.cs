using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Migrations.Engine.Discovery;

internal static partial class DescriptorReader
{
    public static MigrationDescriptor? Read(RegisteredMigrationAttribute entry, List<string> faults)
    {
        var place = $"{entry.File}({entry.Line}): {entry.Type.FullName}";
        if (entry.Type.GetCustomAttribute<MigrationAttribute>() is not { } attribute)
        {
            faults.Add($"{place} has no [Migration] attribute.");
            return null;
        }

        var before = faults.Count;
        CheckNames(attribute, place, faults);
        if (KindOf(entry.Type) is not { } kind)
        {
            faults.Add($"{place} derives from no kind of migration. Derive from Migration, CollectionMigration, DocumentMigration<TIn, TOut>, RawDocumentMigration or TypeMoveMigration.");
            return null;
        }

        if (entry.Type.IsAbstract || entry.Type.GetConstructor(Type.EmptyTypes) is null)
        {
            faults.Add($"{place} cannot be created. It must not be abstract and needs a public constructor without parameters.");
        }

        return faults.Count == before ? Describe(entry, attribute, kind) : null;
    }

    private static MigrationDescriptor Describe(RegisteredMigrationAttribute entry, MigrationAttribute attribute, BodyKind kind) => new()
    {
        Identity = new MigrationIdentity { Tree = attribute.Tree, Id = attribute.Id, Title = attribute.Title, Version = attribute.Version },
        Type = entry.Type,
        Kind = kind,
        IsReversible = IsReversible(entry.Type, kind),
        Transaction = attribute.Transaction,
        Checksum = entry.Checksum,
        File = entry.File,
        Line = entry.Line,
    };

    private static void CheckNames(MigrationAttribute attribute, string place, List<string> faults)
    {
        if (!IsTimestamp(attribute.Id))
        {
            faults.Add($"{place} has the id '{attribute.Id}', which is no UTC timestamp of the form yyyyMMddHHmmss or yyyyMMddHHmmssfff.");
        }

        if (!TreeName().IsMatch(attribute.Tree))
        {
            faults.Add($"{place} names the tree '{attribute.Tree}'. A tree's name starts with a letter and has letters, digits, '-' and '_' only, 64 at most.");
        }

        if (attribute.Version is { } version && !SemanticVersion().IsMatch(version))
        {
            faults.Add($"{place} has the version '{version}', which is not of the form of SemVer 2, for example 1.2.0 or 2.0.0-rc.1.");
        }
    }

    private static bool IsTimestamp(string id)
    {
        string[] formats = ["yyyyMMddHHmmss", "yyyyMMddHHmmssfff"];
        return DateTime.TryParseExact(id, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static BodyKind? KindOf(Type type) =>
        typeof(Migration).IsAssignableFrom(type) ? BodyKind.FreeForm
        : typeof(CollectionMigration).IsAssignableFrom(type) ? BodyKind.Collection
        : typeof(RawDocumentMigration).IsAssignableFrom(type) || typeof(TypeMoveMigration).IsAssignableFrom(type) ? BodyKind.RawDocument
        : typeof(DocumentMigration).IsAssignableFrom(type) ? BodyKind.TypedDocument
        : null;

    private static bool IsReversible(Type type, BodyKind kind) => kind switch
    {
        BodyKind.FreeForm => typeof(IReversible).IsAssignableFrom(type),
        BodyKind.Collection => typeof(IReversibleCollection).IsAssignableFrom(type),
        BodyKind.RawDocument => (typeof(TypeMoveMigration).IsAssignableFrom(type) ? typeof(IReversibleTypes) : typeof(IReversibleDocument)).IsAssignableFrom(type),
        _ => DocumentTypes.Of(type) is var (before, after) && typeof(IReversible<,>).MakeGenericType(after, before).IsAssignableFrom(type),
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex TreeName();

    [GeneratedRegex(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SemanticVersion();
}
