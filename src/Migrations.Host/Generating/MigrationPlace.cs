using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

// Where a new migration goes in its tree: its id, and its parent if that has to be written. Pure.
internal sealed record MigrationPlace(string Id, string? Parent)
{
    public static MigrationPlace Next(SourceFolder sources, NewMigrationOptions options, IEnumerable<string> idsOfFiles, DateTime now)
    {
        var id = NextId(sources.Migrations.Where(m => m.Tree == options.Tree).Select(m => m.Id?.Text).OfType<string>().Concat(idsOfFiles), now);
        if (options.OneShot is not null)
        {
            return new MigrationPlace(id, options.From);
        }

        RequireLine(sources, options);
        RequireNewVersion(sources, options.Tree, options.Line, options.Version);
        return new MigrationPlace(id, ParentIn(sources, options.Tree, options.Line));
    }

    public static MigrationPlace Named(SourceFolder sources, string tree, string line, string version)
    {
        RequireNewVersion(sources, tree, line, version);
        return new MigrationPlace(RevisionId.Of(tree, line, version), ParentIn(sources, tree, line));
    }

    // In a line without a name the order of ids is enough, as long as no migration of it names a parent.
    private static string? ParentIn(SourceFolder sources, string tree, string? line)
    {
        var revisions = sources.Revisions(tree, line).ToList();
        return line is null && revisions.TrueForAll(m => m.Parent is null) ? null : DeclaredLine.HeadOf(revisions)?.Id!.Text ?? DeclaredLine.Base;
    }

    private static void RequireLine(SourceFolder sources, NewMigrationOptions options)
    {
        var lines = sources.Migrations.Where(m => m.Tree == options.Tree && m.OneShot is null).Select(m => m.Line).Distinct(StringComparer.Ordinal).ToList();
        GeneratedNames.Require(
            options.Line is not null || lines.Count == 0 || lines.Contains(null),
            $"The tree '{options.Tree}' has the lines {string.Join(", ", lines)}, and Line was not given, so the new migration would begin another one at base. Name the line: Line={lines.FirstOrDefault()}.");
    }

    private static void RequireNewVersion(SourceFolder sources, string tree, string? line, string? version)
    {
        if (version is not null && sources.Revisions(tree, line).FirstOrDefault(m => DeclaredLine.IsVersion(version, m.Version)) is { } same)
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"The {(line is null ? "" : $"line '{line}' of the ")}tree '{tree}' already has the version '{version}', at {same.Place}. A version names one revision of a line, so nothing was created. Use the next one, or leave Version out.");
        }
    }

    // Ids order the tree: two created within a second still differ, and a new one is never older than an existing one.
    private static string NextId(IEnumerable<string> ids, DateTime now)
    {
        var newest = ids.Select(i => RevisionId.TryGetTime(i, out var time) ? time : DateTime.MinValue).DefaultIfEmpty().Max();
        var next = newest.AddTicks(-(newest.Ticks % TimeSpan.TicksPerSecond));
        return (now > newest && now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)) > next ? now : next.AddSeconds(1)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
    }
}
