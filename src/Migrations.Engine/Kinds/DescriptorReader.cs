using System.Reflection;
using Migrations.Engine.Model;
using NuGet.Versioning;

namespace Migrations.Engine.Kinds;

internal static class DescriptorReader
{
    public static MigrationDescriptor? Read(RegisteredMigrationAttribute entry, List<CatalogueFault> faults)
    {
        var place = $"{entry.File}({entry.Line}): {entry.Type.FullName}";
        if (entry.Type.GetCustomAttribute<MigrationAttribute>() is not { } attribute)
        {
            faults.Add(new CatalogueFault($"{place} has no [Migration] attribute."));
            return null;
        }

        if (BodyKinds.Of(entry.Type) is not { } kind)
        {
            faults.Add(new CatalogueFault($"{place} does not derive from a kind of migration. Derive from Migration, CollectionMigration, DocumentMigration<TIn, TOut>, RawDocumentMigration, PipelineMigration, FieldMigration, TypeMoveMigration, EmitMigration or Barrier.", Describe(entry, attribute, BodyKinds.FreeForm)));
            return null;
        }

        var own = CheckClass(entry.Type, kind).ToList();
        var migration = kind.Describe(Describe(entry, attribute, kind), own);
        own.InsertRange(0, DescriptorNames.Check(migration));
        faults.AddRange(own.Select(fault => new CatalogueFault($"{place} {fault}", migration)));
        return own.Count > 0 ? null : migration;
    }

    private static MigrationDescriptor Describe(RegisteredMigrationAttribute entry, MigrationAttribute attribute, BodyKind kind) => new()
    {
        Identity = new MigrationIdentity
        {
            Tree = attribute.Tree,
            Id = attribute.Id,
            Title = attribute.Title,
            Line = attribute.Line,
            Version = attribute.Version == MigrationVersion.Next ? entry.Version ?? MigrationVersion.Next : attribute.Version,
        },
        Type = entry.Type,
        Kind = kind,
        IsReversible = entry.DownNotWritten is null && kind.IsReversible(entry.Type),
        NotWritten = entry.NotWritten,
        DownNotWritten = entry.DownNotWritten,
        KeepsBeforeImages = entry.Type.IsDefined(typeof(KeepBeforeImagesAttribute)),
        IrreversibleBecause = entry.Type.GetCustomAttribute<IrreversibleAttribute>()?.Reason,
        DestructiveBecause = entry.Type.GetCustomAttribute<DestructiveAttribute>()?.Reason,
        Destroys = entry.Destroys,
        Transaction = attribute.Transaction,
        IsRepeatable = attribute.Repeatable,
        Checksum = entry.Checksum,
        DownChecksum = entry.DownChecksum,
        File = entry.File,
        SourceLine = entry.Line,
        Parent = attribute.Parent,
        OneShot = attribute.OneShot,
        To = attribute.To,
        DependsOn = attribute.DependsOn,
        Options = [.. entry.Type.GetCustomAttributes<MigrationOptionAttribute>()],
        Preconditions = [.. entry.Type.GetCustomAttributes<PreconditionAttribute>()],
    };

    private static IEnumerable<string> CheckClass(Type type, BodyKind kind)
    {
        if (type.IsAbstract || PluginServices.ConstructorOf(type) is not { } constructor)
        {
            yield return "cannot be created. It must not be abstract and needs one public constructor, without parameters or with services.";
        }
        else if (constructor.GetParameters().Length > 0 && !PluginServices.AreKnown(type.Assembly))
        {
            yield return "takes services in its constructor, but the plugin does not say where they come from. Add [assembly: MigrationServices(typeof(...))], or a public constructor without parameters.";
        }
        else if (constructor.GetParameters().Length > 0 && kind.IsDeclaration)
        {
            yield return "declares what is done, and is read before services are created. It needs a public constructor without parameters.";
        }

        if (type.IsDefined(typeof(KeepBeforeImagesAttribute)) && kind.ImagesFault is { } fault)
        {
            yield return fault;
        }

        if (type.IsDefined(typeof(IrreversibleAttribute)) && kind.IsReversible(type))
        {
            yield return "has [Irreversible] and a way back. Remove one of them.";
        }
    }
}

// Whether the names in a [Migration] attribute are of the right form. The graph checks whether they fit together.
internal static class DescriptorNames
{
    public static IEnumerable<string> Check(MigrationDescriptor migration) => CheckIdentity(migration).Concat(migration.OneShot is null ? CheckRevision(migration) : CheckOneShot(migration));

    private static IEnumerable<string> CheckIdentity(MigrationDescriptor migration)
    {
        if (!RevisionId.IsValid(migration.Id))
        {
            yield return $"has the id '{migration.Id}', which is neither a UTC timestamp (yyyyMMddHHmmss, yyyyMMddHHmmssfff, or seconds or milliseconds since 1970) nor the 12 hexadecimal digits of a UUIDv5.";
        }

        if (!TreeName.IsValid(migration.Tree))
        {
            yield return $"names the tree '{migration.Tree}'. A tree's name has {TreeName.Rule}.";
        }

        if (migration.Line is { } line && !TreeName.IsValid(line))
        {
            yield return $"names the line '{line}'. A line's name has {TreeName.Rule}.";
        }

        foreach (var need in migration.DependsOn.Where(n => n.Split('@')[0] == migration.Tree || n.Split('@').Any(part => part.Length == 0)))
        {
            yield return $"depends on '{need}'. Name another tree, 'tree' or 'tree@revision'; the order within a tree is that of its parents.";
        }
    }

    private static IEnumerable<string> CheckRevision(MigrationDescriptor migration)
    {
        if (migration.Identity.Version == MigrationVersion.Next)
        {
            yield return "has the version 'next', but the version of the project was not known when it was built. Set PackageVersion or Version in the project.";
        }
        else if (migration.Identity.Version is { } version && !SemanticVersion.TryParse(version, out _))
        {
            yield return $"has the version '{version}', which is not a SemVer 2 version, for example 1.2.0 or 2.0.0-rc.1.";
        }

        if (migration.To is not null)
        {
            yield return "has To, which only a one-shot has. Name it with OneShot, or remove To.";
        }

        if (migration.Parent is null && RevisionId.IsName(migration.Id))
        {
            yield return $"has the id '{migration.Id}', which does not tell its place. Name its Parent: an id, line@version, or base.";
        }
    }

    private static IEnumerable<string> CheckOneShot(MigrationDescriptor migration)
    {
        if (!TreeName.IsValid(migration.OneShot!.Replace('.', '_')))
        {
            yield return $"is the one-shot '{migration.OneShot}'. Its name starts with a letter and has only letters, digits, '.', '-' and '_'.";
        }

        if (migration.Parent is null || migration.To is null)
        {
            yield return $"is the one-shot '{migration.OneShot}', which leads from Parent to To. Name both.";
        }

        if (migration.Identity.Version is not null || migration.Line is not null || migration.IsBarrier)
        {
            yield return $"is the one-shot '{migration.OneShot}', which takes line and version from its target and is not a barrier. Remove Line and Version.";
        }
    }
}
