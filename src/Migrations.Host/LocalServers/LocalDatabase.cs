namespace Migrations.Host.LocalServers;

// The database on the local server, which all projects of a machine share: named after the plugin, so that no project uses another one's by accident.
internal static class LocalDatabase
{
    private const string Unnamed = "migrations";
    private const int Longest = 60;

    public static string Of(string? assembly)
    {
        var name = string.Concat((Path.GetFileNameWithoutExtension(assembly) ?? "").Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        return name.Length == 0 ? Unnamed : name.Length <= Longest ? name : name[..Longest];
    }
}
