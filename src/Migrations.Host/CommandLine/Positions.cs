namespace Migrations.Host.CommandLine;

internal static class Positions
{
    // Several values may come one by one or in one text, as MSBuild properties hold them.
    public static IReadOnlyList<string> Split(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
