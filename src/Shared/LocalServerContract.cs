using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrations.Shared;

// What the local server's program and those who start it agree on. The program writes one line of JSON to its standard output: where the server is, or why there is none.
// What takes long it says on standard error, a line a step.
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

// The local server's error codes; printed as MIG and four digits, explained in docs/errors.
internal enum LocalServerErrorCode
{
    // The local server cannot be provided on this machine.
    Unavailable = 1801,

    // A package of the local server could not be downloaded.
    DownloadFailed = 1802,

    // The local server's database did not start.
    StartFailed = 1803,

    // The data directory belongs to another running local server.
    DataInUse = 1804,

    // The port asked for is taken.
    PortTaken = 1805,

    // This user has no folder for the local server's files.
    FolderUnusable = 1806,
}
