using NuGet.Versioning;

namespace Migrations.Engine.Naming;

// How a revision is named within its tree: by id, by version, or by line@version.
internal static class RevisionName
{
    public const string Base = "base";

    public const string Head = "head";

    public static bool Fits(string name, string id, string? line, string? version)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? name == id || IsVersion(name, version) : name[..at] == line && (name[(at + 1)..] == id || IsVersion(name[(at + 1)..], version));
    }

    // SemVer 2: build metadata do not count, 1.10.0 is after 1.9.0, a prerelease is before its release.
    public static bool IsVersion(string name, string? version) =>
        version is not null && SemanticVersion.TryParse(name, out var one) && SemanticVersion.TryParse(version, out var other) && one.Equals(other, VersionComparison.VersionRelease);
}
