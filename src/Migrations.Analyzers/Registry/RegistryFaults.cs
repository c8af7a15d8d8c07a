using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

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

// What the build tells the compiler about the project, in values that are cheap to compare between two compilations.
internal sealed class ProjectFacts : IEquatable<ProjectFacts>
{
    private static readonly Regex SemanticVersion = new(@"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z", RegexOptions.CultureInvariant);

    private ProjectFacts(string folder, string writtenVersion)
    {
        Folder = folder;
        WrittenVersion = writtenVersion;
        Version = SemanticVersion.IsMatch(writtenVersion) ? writtenVersion : null;
    }

    public string Folder { get; }

    // Without build metadata, which identify the build and not the version.
    public string WrittenVersion { get; }

    // Null if it is not known or not a SemVer 2 version.
    public string? Version { get; }

    public static ProjectFacts Read(AnalyzerConfigOptions options)
    {
        var version = Property(options, "PackageVersion");
        return new ProjectFacts(Property(options, "ProjectDir"), (version.Length > 0 ? version : Property(options, "Version")).Split('+')[0]);
    }

    public bool Equals(ProjectFacts? other) => other is not null && Folder == other.Folder && WrittenVersion == other.WrittenVersion;

    public override bool Equals(object? obj) => Equals(obj as ProjectFacts);

    public override int GetHashCode() => Folder.GetHashCode() ^ WrittenVersion.GetHashCode();

    private static string Property(AnalyzerConfigOptions options, string name) => options.TryGetValue("build_property." + name, out var value) ? value.Trim() : "";
}
