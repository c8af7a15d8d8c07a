using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Migrations.Analyzers.Registry;

internal static class RegistryFaults
{
    private static readonly DiagnosticDescriptor NoAttribute = new(
        "MIG1111", "A migration has no [Migration] attribute", "'{0}' is a migration without [Migration(id, title)], so it would never run; add the attribute, or make the class abstract", "Migrations", DiagnosticSeverity.Error, true, customTags: WellKnownDiagnosticTags.CompilationEnd);

    private static readonly DiagnosticDescriptor NotAccessible = new(
        "MIG1112", "A migration is private", "'{0}' is private, so the registry cannot list it and it would never run; make it internal or public", "Migrations", DiagnosticSeverity.Error, true, customTags: WellKnownDiagnosticTags.CompilationEnd);

    private static readonly DiagnosticDescriptor Duplicate = new(
        "MIG1113", "Two migrations of a tree have the same id", "'{0}' has the id {1}, and so has '{2}' of the tree '{3}'; give the newer one another id", "Migrations", DiagnosticSeverity.Error, true, customTags: WellKnownDiagnosticTags.CompilationEnd);

    private static readonly DiagnosticDescriptor NextVersionUnknown = new(
        "MIG1114", "The next version is not known", "'{0}' has the version of the project, which is {1}; set PackageVersion or Version in the project to a SemVer 2 version, for example 1.2.0", "Migrations", DiagnosticSeverity.Error, true, customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static IEnumerable<Diagnostic> Find(IReadOnlyList<MigrationClass> migrations, ProjectFacts project)
    {
        foreach (var migration in migrations.Where(m => m.Id is null))
        {
            yield return Diagnostic.Create(NoAttribute, migration.Location, ShortName(migration));
        }

        foreach (var migration in migrations.Where(m => m.Id is not null && !m.IsAccessible))
        {
            yield return Diagnostic.Create(NotAccessible, migration.Location, ShortName(migration));
        }

        foreach (var migration in migrations.Where(m => m.IsOfNextVersion && project.Version is null))
        {
            yield return Diagnostic.Create(NextVersionUnknown, migration.Location, ShortName(migration), project.WrittenVersion.Length == 0 ? "not known" : $"'{project.WrittenVersion}'");
        }

        foreach (var same in migrations.Where(m => m.Id is not null).GroupBy(m => (m.Tree, m.Id)).Where(g => g.Count() > 1))
        {
            foreach (var migration in same.Skip(1))
            {
                yield return Diagnostic.Create(Duplicate, migration.Location, ShortName(migration), migration.Id, ShortName(same.First()), migration.Tree);
            }
        }
    }

    private static string ShortName(MigrationClass migration) => migration.TypeName.Replace("global::", "");
}
