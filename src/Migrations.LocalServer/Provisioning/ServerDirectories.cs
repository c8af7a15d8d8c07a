using Migrations.LocalServer.Errors;
using Migrations.Shared;

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

// A user without a home directory, as in many containers, or with a full or read-only disk.
internal static class FolderFault
{
    public static LocalServerException Of(Exception failure)
    {
        var folders = ServerDirectories.FromEnvironment();
        return new LocalServerException(
            LocalServerErrorCode.FolderUnusable,
            $"The local server keeps its files in '{folders.State}' and '{folders.Cache}', but cannot: {failure.Message.TrimEnd('.')}. No server was started. {LocalServerCures.Elsewhere} Or point HOME, or XDG_STATE_HOME and XDG_CACHE_HOME, to folders that this user may write to.",
            failure);
    }
}
