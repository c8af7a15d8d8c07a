using Migrations.LocalServer.Errors;
using Migrations.Shared;

namespace Migrations.LocalServer.Provisioning;

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
