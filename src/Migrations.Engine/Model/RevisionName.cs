using NuGet.Versioning;

namespace Migrations.Engine.Model;

// How a revision is named within its tree: by id, by version, or by line@version.
internal sealed class RevisionName
{
    public const string Base = "base";

    public const string Head = "head";

    private readonly string? _line;
    private readonly bool _hasLine;
    private readonly string _text;
    private readonly SemanticVersion? _version;

    private RevisionName(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        _hasLine = at >= 0;
        _line = _hasLine ? name[..at] : null;
        _text = name[(at + 1)..];
        _version = Version(_text);
    }

    public static RevisionName Parse(string name) => new(name);

    // Null where there is none, or it is not of the form of SemVer 2.
    public static SemanticVersion? Version(string? version) => version is not null && SemanticVersion.TryParse(version, out var parsed) ? parsed : null;

    public bool Fits(string id, string? line, SemanticVersion? version) => (!_hasLine || line == _line) && (id == _text || IsSame(_version, version));

    public static bool IsVersion(string name, string? version) => IsSame(Version(name), Version(version));

    // SemVer 2: build metadata do not count, 1.10.0 is after 1.9.0, a prerelease is before its release.
    public static bool IsSame(SemanticVersion? one, SemanticVersion? other) => one is not null && other is not null && one.Equals(other, VersionComparison.VersionRelease);
}
