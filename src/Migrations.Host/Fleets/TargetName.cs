using System.Text.RegularExpressions;
using Migrations.Engine.Database.Connecting;
using Migrations.Shared;

namespace Migrations.Host.Fleets;

// A database as it is named: NAME, a pattern with * and ?, and before it, if it is on another server, the environment variable that has the connection string. Pure.
internal sealed partial record TargetName(string? Variable, string Database)
{
    private const char Separator = '/';

    public bool IsPattern => Database.AsSpan().ContainsAny('*', '?');

    // VARIABLE/ alone: the database that its connection string names.
    public bool IsOfConnection => Variable is not null && Database.Length == 0;

    public static TargetName Parse(string text)
    {
        RefuseConnection(text);

        var separator = text.IndexOf(Separator, StringComparison.Ordinal);
        var name = separator < 0 ? new TargetName(null, text) : new TargetName(text[..separator], text[(separator + 1)..]);
        if (name.Variable is { } variable && !VariableName().IsMatch(variable))
        {
            throw Invalid($"'{text}' has a '/', and what is before it is no name of an environment variable", "Write NAME, or VARIABLE/NAME for a database of another server");
        }

        // A pattern has characters that no name may have.
        _ = name.IsOfConnection ? null : DatabaseName.Require(name.IsPattern ? name.Database.Replace('*', '_').Replace('?', '_') : name.Database);
        return name;
    }

    public static bool LooksLikeConnection(string text) => text.Contains("://", StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal);

    // Before anything is repeated that somebody gave as a name.
    public static void RefuseConnection(string text)
    {
        if (LooksLikeConnection(text))
        {
            throw Invalid("One of the databases looks like a connection string, which is not repeated here, because it may hold a password", "Put it into an environment variable, and write VARIABLE/NAME");
        }
    }

    public bool Fits(string database) => Pattern().IsMatch(database);

    public override string ToString() => Variable is null ? Database : $"{Variable}{Separator}{Database}";

    public static MigrationException Invalid(string fact, string cure) => new(MigrationErrorCode.TargetInvalid, $"{fact}. Nothing was done. {cure}; see '{OptionTable.Databases.Option}'.");

    private Regex Pattern() => new($"^{Regex.Escape(Database).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}

// The names in an option and in a file. A comma or a semicolon separates them.
internal static class TargetNames
{
    private const char FileMark = '@';

    public static async Task<IReadOnlyList<TargetName>> ReadAsync(FleetRequest request, CancellationToken cancellationToken)
    {
        var names = new List<TargetName>();
        foreach (var text in request.Names.SelectMany(Split))
        {
            names.AddRange(text[0] == FileMark ? await ReadFileAsync(text[1..], cancellationToken).ConfigureAwait(false) : [TargetName.Parse(text)]);
        }

        return request.File is { } file ? [.. names, .. await ReadFileAsync(file, cancellationToken).ConfigureAwait(false)] : names;
    }

    // One a line; # begins a comment.
    public static IEnumerable<TargetName> OfLines(IEnumerable<string> lines) =>
        lines.Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(TargetName.Parse);

    // An empty entry is a variable that is not set: what it stands for would be left out.
    private static string[] Split(string text) => text.Split([',', ';'], StringSplitOptions.TrimEntries) is var parts && !parts.Contains("") ? parts
        : throw new MigrationException(MigrationErrorCode.TargetsMissing, $"The list of databases has an empty entry, as where a variable is not set: '{OptionTable.Databases.Option} {(TargetName.LooksLikeConnection(text) ? "..." : text)}'. Nothing was done. Name a database in its place, or leave the separator out.");

    private static async Task<IReadOnlyList<TargetName>> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Contains("://", StringComparison.Ordinal))
        {
            TargetName.RefuseConnection(path);
        }

        if (!File.Exists(path))
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"There is no file '{Path.GetFullPath(path)}' with the names of databases. Nothing was done. Correct the path.");
        }

        List<TargetName> names = [.. OfLines(await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false))];
        return names.Count > 0 ? names : throw new MigrationException(MigrationErrorCode.TargetsMissing, $"The file '{Path.GetFullPath(path)}' names no database. Nothing was done. Write one a line.");
    }
}
