using System.Reflection;
using Migrations.Engine.Kinds.Fields;
using Migrations.Engine.Kinds.Typed;
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

        if (KindOf(entry.Type) is not { } kind)
        {
            faults.Add(new CatalogueFault($"{place} derives from no kind of migration. Derive from Migration, CollectionMigration, DocumentMigration<TIn, TOut>, RawDocumentMigration, PipelineMigration, FieldMigration, TypeMoveMigration, EmitMigration or Barrier.", Describe(entry, attribute, BodyKind.FreeForm)));
            return null;
        }

        var migration = Describe(entry, attribute, kind);
        var classFaults = CheckClass(entry.Type).ToList();
        var fields = kind == BodyKind.Fields && classFaults.Count == 0 && entry.NotWritten is null ? FieldDeclaration.Read(entry.Type) : FieldDeclaration.None;
        var own = DescriptorNames.Check(migration).Concat(classFaults).Concat(fields.Faults.Select(fault => $"- {fault}")).Select(fault => new CatalogueFault($"{place} {fault}", migration)).ToList();
        faults.AddRange(own);
        return own.Count > 0 ? null : kind == BodyKind.Fields ? migration with { IsReversible = entry.NotWritten is null && fields.Irreversible.Count == 0, IrreversibleSteps = fields.Irreversible } : migration;
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
        IsReversible = entry.DownNotWritten is null && IsReversible(entry.Type, kind),
        NotWritten = entry.NotWritten,
        DownNotWritten = entry.DownNotWritten,
        KeepsBeforeImages = entry.Type.IsDefined(typeof(KeepBeforeImagesAttribute)),
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

    private static IEnumerable<string> CheckClass(Type type)
    {
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            yield return "cannot be created. It must not be abstract and needs a public constructor without parameters.";
        }

        if (type.IsDefined(typeof(KeepBeforeImagesAttribute)) && typeof(EmitMigration).IsAssignableFrom(type))
        {
            yield return "has [KeepBeforeImages], but images hold the documents that a batch changes in their place, and this migration inserts, merges and deletes, in any collection. Take the attribute away and implement IReversibleEmit.";
        }
        else if (type.IsDefined(typeof(KeepBeforeImagesAttribute)) && (!typeof(DocumentMigration).IsAssignableFrom(type) || typeof(PipelineMigration).IsAssignableFrom(type) || typeof(FieldMigration).IsAssignableFrom(type)))
        {
            yield return "has [KeepBeforeImages], but reads no single documents, so no batch of it could keep any. Take the attribute away and implement IReversible, or derive from DocumentMigration<TIn, TOut>, RawDocumentMigration or TypeMoveMigration.";
        }
    }

    private static BodyKind? KindOf(Type type) =>
        typeof(Migration).IsAssignableFrom(type) ? BodyKind.FreeForm
        : CollectionBody.IsOf(type) ? BodyKind.Collection
        : typeof(RawDocumentMigration).IsAssignableFrom(type) || typeof(TypeMoveMigration).IsAssignableFrom(type) ? BodyKind.RawDocument
        : typeof(PipelineMigration).IsAssignableFrom(type) ? BodyKind.Pipeline
        : typeof(FieldMigration).IsAssignableFrom(type) ? BodyKind.Fields
        : typeof(EmitMigration).IsAssignableFrom(type) ? BodyKind.Emit
        : typeof(DocumentMigration).IsAssignableFrom(type) ? BodyKind.TypedDocument
        : typeof(Barrier).IsAssignableFrom(type) ? BodyKind.Barrier
        : null;

    private static bool IsReversible(Type type, BodyKind kind) => kind switch
    {
        BodyKind.FreeForm => typeof(IReversible).IsAssignableFrom(type),
        BodyKind.Collection => typeof(IReversibleCollection).IsAssignableFrom(type),
        BodyKind.RawDocument => (typeof(TypeMoveMigration).IsAssignableFrom(type) ? typeof(IReversibleTypes) : typeof(IReversibleDocument)).IsAssignableFrom(type),
        BodyKind.Pipeline => typeof(IReversiblePipeline).IsAssignableFrom(type),
        BodyKind.Emit => typeof(IReversibleEmit).IsAssignableFrom(type),
        BodyKind.Barrier or BodyKind.Fields => false,
        _ => DocumentTypes.Of(type) is var (before, after) && typeof(IReversible<,>).MakeGenericType(after, before).IsAssignableFrom(type),
    };
}
