using System;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Migrations.Analyzers.Registry;

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
