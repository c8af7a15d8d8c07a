using Migrations.LocalServer.Errors;
using Migrations.Shared;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Migrations.LocalServer.Background;
using Migrations.LocalServer.Tests.Gateway;

namespace Migrations.LocalServer.Tests.Background;

// These start servers in processes of their own.
public sealed class BackgroundServerTests
{
    private const int Patience = 20_000;
    private TemporaryFolder _folder = null!;
    private BackgroundFiles _files = null!;
    private BackgroundServer _server = null!;

    [SetUp]
    public void Prepare()
    {
        RunningServer.Require();
        _folder = new TemporaryFolder();
        _files = new BackgroundFiles(_folder.Path);
        _server = new BackgroundServer(_files, TimeProvider.System);
    }

    [TearDown]
    public async Task CleanAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        _folder.Dispose();
    }

    [Test]
    public async Task A_server_is_started_once_found_again_and_stopped()
    {
        var started = await _server.EnsureAsync(new BackgroundOptions(), null, CancellationToken.None);
        var found = await _server.EnsureAsync(new BackgroundOptions(), null, CancellationToken.None);
        var stopped = await _server.StopAsync(CancellationToken.None);

        Assert.That(found, Is.EqualTo(started));
        Assert.That(stopped, Is.True);
        Assert.That(_server.Status, Is.Null);
        Assert.That(ProcessesOn(started.DataDirectory), Is.Empty);
    }

    [Test]
    public async Task Of_many_that_ask_at_once_one_starts_it()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new BackgroundServer(_files, TimeProvider.System).EnsureAsync(new BackgroundOptions(), null, CancellationToken.None)));

        Assert.That(all.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_killed_server_leaves_no_process_and_no_port_and_loses_nothing()
    {
        var first = await _server.EnsureAsync(new BackgroundOptions(), null, CancellationToken.None);
        using (var client = await WireClient.ConnectAsync(first.Port, "kept"))
        {
            await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        }

        using (var process = Process.GetProcessById(first.ProcessId))
        {
            process.Kill();
        }

        Assert.That(() => ProcessesOn(first.DataDirectory), Is.Empty.After(Patience, 20));
        Assert.That(IsFree(first.Port), Is.True);
        Assert.That(_server.Status, Is.Null);

        var second = await _server.EnsureAsync(new BackgroundOptions(), null, CancellationToken.None);
        using var again = await WireClient.ConnectAsync(second.Port, "kept");
        var count = await again.RunAsync("""{ "count": "c" }""");
        Assert.That(count["n"].ToInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_nobody_uses_stops_by_itself()
    {
        var status = await _server.EnsureAsync(new BackgroundOptions { IdleTimeout = TimeSpan.FromMilliseconds(100) }, null, CancellationToken.None);

        Assert.That(() => ProcessesOn(status.DataDirectory), Is.Empty.After(Patience, 20));
        Assert.That(_server.Status, Is.Null);
    }

    [Test]
    public async Task A_data_directory_takes_one_server_only()
    {
        var status = await _server.EnsureAsync(new BackgroundOptions(), null, CancellationToken.None);

        var failure = Assert.ThrowsAsync<LocalServerException>(() => LocalServerInstance.StartAsync(new LocalServerOptions { DataDirectory = status.DataDirectory }));

        Assert.That(failure.Code, Is.EqualTo(LocalServerErrorCode.DataInUse));
    }

    [Test]
    public void A_state_file_of_another_process_is_not_believed()
    {
        File.WriteAllText(_files.State, $$"""{"ProcessId":{{Environment.ProcessId}},"ProcessStart":"1","Port":1,"DataDirectory":"","ConnectionString":""}""");

        Assert.That(_server.Status, Is.Null);
    }

    private static List<string> ProcessesOn(string dataDirectory) =>
        [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(CommandLine).Where(line => line.Contains(dataDirectory, StringComparison.Ordinal))];

    private static string CommandLine(string processFolder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(processFolder, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // The process ended meanwhile.
            return "";
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return true;
    }
}
