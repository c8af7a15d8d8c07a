using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrations.IntegrationTests.Hosts;

// The real command in a pseudo-terminal of a width, which 'script' makes. What the terminal is sent stands in a file, so that nothing of it is lost.
internal sealed partial class HostTerminal : IDisposable
{
    private readonly Process _process;
    private readonly string _file;

    private HostTerminal(Process process, string file) => (_process, _file) = (process, file);

    public bool HasExited => _process.HasExited;

    // As it was sent.
    public string Sent => File.Exists(_file) ? ReadShared() : "";

    // What stood in a line at any time: a bar is drawn over itself.
    public IEnumerable<string> Lines => Colour().Replace(Sent, "").Split('\n', '\r').Select(l => l.TrimEnd());

    public static HostTerminal Start(string database, int columns, Dictionary<string, string> environment, params string[] arguments)
    {
        RequireScript();
        var file = Path.GetTempFileName();
        var command = $"stty cols {columns} rows 24; exec env --default-signal=INT dotnet {string.Join(' ', arguments.Prepend(HostProcess.HostPath).Select(a => $"'{a}'"))}";
        var start = new ProcessStartInfo("script", ["--quiet", "--flush", "--return", "--command", command, file]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var inherited in new[] { "CI", "NO_COLOR", "MIGRATIONS_REQUIRE_CONFIRMATION" })
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in HostProcess.OnTestServer(database).Concat(environment))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HostTerminal(process, file);
    }

    public static async Task<HostTerminal> RunAsync(string database, int columns, Dictionary<string, string> environment, params string[] arguments)
    {
        var terminal = Start(database, columns, environment, arguments);
        try
        {
            await terminal.WaitAsync();
            return terminal;
        }
        catch
        {
            // One that does not end in time must not go on behind the tests.
            terminal.Dispose();
            throw;
        }
    }

    public async Task<int> WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task WaitForAsync(string text)
    {
        var limit = Stopwatch.StartNew();
        while (!Sent.Contains(text, StringComparison.Ordinal))
        {
            Assert.That(HasExited || limit.Elapsed > TimeSpan.FromMinutes(1), Is.False, $"It never said '{text}', but: {Sent}");
            await Task.Delay(5);
        }
    }

    public void PressCtrlC() => Type("\u0003");

    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        File.Delete(_file);
    }

    // Said openly: without a terminal these tests prove nothing. A build server must have one.
    private static void RequireScript()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "script"))))
        {
            return;
        }

        const string Missing = "The program 'script', which makes a pseudo-terminal, is not on this machine: nothing was tried. Install the package 'bsdutils' or 'util-linux'.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(Missing);
        }

        Assert.Ignore(Missing);
    }

    private string ReadShared()
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]|\e[=>]|\e\\][^\a]*\a")]
    private static partial Regex Colour();
}
