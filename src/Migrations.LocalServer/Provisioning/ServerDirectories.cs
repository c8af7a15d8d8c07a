namespace Migrations.LocalServer.Provisioning;

// The folders of the local server on this machine, by the XDG rules.
internal sealed record ServerDirectories(string Cache, string State)
{
    public static ServerDirectories FromEnvironment()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new ServerDirectories(
            Path.Combine(Root("XDG_CACHE_HOME", Path.Combine(home, ".cache")), "migrations", "local-server"),
            Path.Combine(Root("XDG_STATE_HOME", Path.Combine(home, ".local", "state")), "migrations", "local-server"));
    }

    private static string Root(string variable, string otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && Path.IsPathRooted(value) ? value : otherwise;
}
