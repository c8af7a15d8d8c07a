using System.Runtime.InteropServices;

namespace Migrations.MSBuild.Processes;

// The MSBuild process that started this task's process. When it dies, the task runs on and is not told.
internal sealed partial class OwningNode
{
    private readonly int? _id = IsTaskHost && !OperatingSystem.IsWindows() ? ParentId() : null;

    // Unix gives an orphan another parent. On other systems, and if the task runs inside a node, this is always false.
    public bool HasEnded => _id is { } id && ParentId() != id;

    // Only a task host lives for the one that started it. A node may outlive it, and MSBuild itself the shell that it was typed in.
    private static bool IsTaskHost => Environment.GetCommandLineArgs().Contains("/nodemode:2", StringComparer.OrdinalIgnoreCase);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ParentId();
}
