using System.Globalization;
using System.Text.Json;

namespace Migrations.LocalServer.Background;

// What a background server writes to a file, so that others find it.
internal sealed record ServerState(int ProcessId, string ProcessStart, int Port, string DataDirectory, string ConnectionString)
{
    public static ServerState OfThisProcess(LocalServerInstance server) =>
        new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? "", server.Port, server.DataDirectory, server.ConnectionString);

    // Null when there is none, or when its process is gone: the number alone may already belong to another process.
    public static ServerState? ReadLiving(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize<ServerState>(File.ReadAllText(path));
            return state is not null && StartOf(state.ProcessId) == state.ProcessStart ? state : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    public bool IsAlive => StartOf(ProcessId) == ProcessStart;

    public void Write(string path)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this));
        File.Move(temporary, path, overwrite: true);
    }

    public LocalServerStatus ToStatus() => new() { ConnectionString = ConnectionString, ProcessId = ProcessId, Port = Port, DataDirectory = DataDirectory };

    // The 22nd field of /proc/PID/stat, counted behind the name in parentheses: when the process started, in ticks since boot.
    private static string? StartOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : fields[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
