using System.Diagnostics;
using System.Text;
using Migrations.TestPlugin;
using Migrations.TestKit;

namespace Migrations.IntegrationTests.Hosts;

// The real command in a process of its own, with the test plugin.
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private HostProcess(Process process) => _process = process;

    public string Output => Locked(_output);

    public string Errors => Locked(_errors);

    public bool HasExited => _process.HasExited;

    public static string PluginPath { get; } = typeof(CountTyped).Assembly.Location;

    public static string HostPath { get; } = BuiltProgram.PathOf("Migrations.Host", "migrations.dll");

    public static HostProcess Start(string database, params string[] arguments) => StartWith(OnTestServer(database), arguments);

    // What is started in the background of a shell ignores Ctrl-C, and so do its children; a terminal's do not.
    public static HostProcess StartInterruptible(string database, params string[] arguments) =>
        StartAs("env", ["--default-signal=INT", "dotnet", HostPath, .. arguments], OnTestServer(database));

    public static HostProcess StartWith(Dictionary<string, string> environment, params string[] arguments) => StartAs("dotnet", [HostPath, .. arguments], environment);

    // As if somebody sat at a terminal.
    public static HostProcess StartInTerminal(string database, params string[] arguments) =>
        StartAs("script", ["-qec", string.Join(' ', (string[])["dotnet", HostPath, .. arguments]), "/dev/null"], OnTestServer(database));

    // With what a shell makes of its streams.
    public static HostProcess StartInShell(string database, string redirection, params string[] arguments) =>
        StartAs("bash", ["-c", $"dotnet {string.Join(' ', arguments.Prepend(HostPath).Select(a => $"'{a}'"))} {redirection}"], OnTestServer(database));

    public static HostProcess StartConfirming(string database, params string[] arguments) =>
        StartWith(new(OnTestServer(database)) { ["MIGRATIONS_REQUIRE_CONFIRMATION"] = "true" }, arguments);

    public static HostProcess StartInPipeline(string database, params string[] arguments) => StartWith(new(OnTestServer(database)) { ["CI"] = "true" }, arguments);

    public static Dictionary<string, string> OnTestServer(string database) =>
        new() { ["MIGRATIONS_CONNECTION"] = TestServer.ConnectionString, ["MIGRATIONS_DATABASE"] = database, ["MIGRATIONS_ASSEMBLY"] = PluginPath };

    private static HostProcess StartAs(string file, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // What the build script or a developer works on is no test's affair.
        start.Environment.Remove("MIGRATIONS_CONNECTION");
        start.Environment.Remove("CI");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var host = new HostProcess(new Process { StartInfo = start });
        host._process.OutputDataReceived += (_, e) => Append(host._output, e.Data);
        host._process.ErrorDataReceived += (_, e) => Append(host._errors, e.Data);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public static async Task<HostProcess> RunAsync(string database, params string[] arguments)
    {
        var host = Start(database, arguments);
        await host.WaitAsync();
        return host;
    }

    public int ExitCode => _process.ExitCode;

    public async Task<int> WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    // SIGKILL: nothing in the process runs any more.
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitAsync();
    }

    public void Type(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void CloseInput() => _process.StandardInput.Close();

    public void Interrupt() => Process.Start("kill", ["-INT", _process.Id.ToString()]).WaitForExit();

    public void Dispose() => _process.Dispose();

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Locked(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
