using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrations.Shared;

// What the local server's program and those who start it agree on. The program writes one line of JSON to its standard output: where the server is, or why there is none.
// Progress is on standard error, one line for each step.
internal static class LocalServerContract
{
    public const string ProgramFile = "Migrations.LocalServer.dll";

    public const string Start = "start";

    public const string Stop = "stop";

    public const string Status = "status";

    // In the foreground, until its standard input ends.
    public const string Run = "run";

    public const string PortOption = "--port";

    public const string DataDirectoryOption = "--data-directory";

    public const string DurabilityOption = "--durability";
}

// The one line. With 'failed': the number behind MIG, and the message.
internal sealed record LocalServerAnswer(string Status, string? ConnectionString = null, int Code = 0, string? Error = null)
{
    public const string Running = "running";
    public const string Stopped = "stopped";
    public const string NotRunning = "not running";
    public const string Failed = "failed";

    public static LocalServerAnswer? Read(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return null;
        }

        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new LocalServerAnswer(root.GetProperty("status").GetString()!, root.GetProperty("connectionString").GetString(), root.GetProperty("code").GetInt32(), root.GetProperty("error").GetString());
    }

    public string ToLine() => new JsonObject { ["status"] = Status, ["connectionString"] = ConnectionString, ["code"] = Code, ["error"] = Error }.ToJsonString();
}

// The local server's error codes, printed as MIG and four digits. The reference, docs/errors/README.md, is generated from these comments.
internal enum LocalServerErrorCode
{
    // 1800-1899: The local server

    /// <summary>The local server is needed, because no connection string was given, and this machine cannot run it. The message says why: not Linux, no Debian archive among the apt sources, no <c>dpkg-deb</c>, or no way to run a database without being root.</summary>
    /// <consequence>Nothing was done.</consequence>
    /// <cure>Set <c>MIGRATIONS_CONNECTION</c> to a MongoDB server of your own, for example one in a container (docs/local-server.md). If only the source of the packages is missing, set <c>MIGRATIONS_DEBIAN_MIRROR</c> to the address of a Debian mirror.</cure>
    Unavailable = 1801,

    /// <summary>A package of the local server could not be downloaded, or its SHA-256 is not the recorded one.</summary>
    /// <consequence>The local server was not started. Nothing half-built is left in the cache.</consequence>
    /// <cure>Run again when the network is back. If the mirror no longer has the file, name another one in <c>MIGRATIONS_DEBIAN_MIRROR</c>. Or set <c>MIGRATIONS_CONNECTION</c> to a server of your own.</cure>
    DownloadFailed = 1802,

    /// <summary>The local server's database did not start on its data directory. The message ends with the last lines of its output: a full disk, a folder with other files in it, data of another PostgreSQL version, damaged files.</summary>
    /// <consequence>Nothing is left running.</consequence>
    /// <cure>Follow the last lines of the output. If nothing helps, delete the data directory: the next start creates an empty server.</cure>
    StartFailed = 1803,

    /// <summary>Another local server is running on the same data directory.</summary>
    /// <consequence>The local server was not started: two servers on the same files destroy them.</consequence>
    /// <cure>Use the running server (<c>migrations local-server status</c> prints its connection string), stop it with <c>migrations local-server stop</c>, or choose another data directory.</cure>
    DataInUse = 1804,

    /// <summary>Another program listens on the port that the local server was given.</summary>
    /// <consequence>The local server was not started.</consequence>
    /// <cure>Choose another port, or port 0, which takes a free one and prints it. If a MongoDB server has the port, you can use it: name it in <c>MIGRATIONS_CONNECTION</c>.</cure>
    PortTaken = 1805,

    /// <summary>The local server cannot create or write its folders: the user has no home directory, as in many containers, or the disk is full or read-only.</summary>
    /// <consequence>The local server was not started.</consequence>
    /// <cure>If you want a real database, set <c>MIGRATIONS_CONNECTION</c>. For the local server, point <c>HOME</c>, or <c>XDG_STATE_HOME</c> and <c>XDG_CACHE_HOME</c>, to folders that this user can write to.</cure>
    FolderUnusable = 1806,
}
