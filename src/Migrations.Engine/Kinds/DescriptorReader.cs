using System.Reflection;
using Migrations.Engine.Model;

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
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            yield return "cannot be created. It must not be abstract and needs a public constructor without parameters.";
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
