using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Migrations.IntegrationTests.Hosts;

// The first start on a machine takes minutes; whoever waits sees what for.
[Platform("Linux", Reason = "The local server is built from Debian packages.")]
public sealed class FirstStartTests
{
    // As in a container whose user has no home.
    [Test]
    public async Task Without_a_connection_and_without_a_folder_to_write_to_the_error_names_the_variable()
    {
        var file = Path.GetTempFileName();
        using var host = HostProcess.StartWith(new() { ["XDG_STATE_HOME"] = file, ["XDG_CACHE_HOME"] = file, ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, "status");
        await host.WaitAsync();
        File.Delete(file);

        Assert.That(host.ExitCode, Is.EqualTo(69));
        Assert.That(host.Errors, Does.Contain("error MIG1806").And.Contain("MIGRATIONS_CONNECTION").And.Contain("XDG_STATE_HOME").And.Not.Contain("   at "));
    }

    [Test]
    public async Task The_download_is_reported_with_sizes_from_its_beginning_and_also_when_nothing_comes()
    {
        using var mirror = new TcpListener(IPAddress.Loopback, 0);
        mirror.Start();
        using var stop = new CancellationTokenSource();
        var served = ServeAsync(mirror, stop.Token);
        var folder = Directory.CreateTempSubdirectory("first-start");
        Dictionary<string, string> environment = new()
        {
            ["XDG_CACHE_HOME"] = Path.Combine(folder.FullName, "cache"),
            ["XDG_STATE_HOME"] = Path.Combine(folder.FullName, "state"),
            ["MIGRATIONS_DEBIAN_MIRROR"] = $"http://127.0.0.1:{((IPEndPoint)mirror.LocalEndpoint).Port}/debian/",
            ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath,
        };
        try
        {
            using var host = HostProcess.StartWith(environment, "status");
            for (var wait = 0; wait < 300 && !host.Errors.Contains("nothing received", StringComparison.Ordinal); wait++)
            {
                await Task.Delay(100);
            }

            Assert.That(host.Errors, Does.Match(@"(?m)^Starting the local server in the background$"));
            Assert.That(host.Errors, Does.Match(@"(?m)^Downloading the local server, once for this machine: \d+ packages, [\d.]+ MB, from 127\.0\.0\.1$"));
            Assert.That(host.Errors, Does.Match(@"(?m)^Downloading the local server: 0/\d+ packages, [1-9][\d.]* MB of [\d.]+ MB"));
            Assert.That(host.Errors, Does.Match(@"(?m)nothing received for \d+ s$"));
            await host.KillAsync();
        }
        finally
        {
            await stop.CancelAsync();
            mirror.Stop();
            await served;
            await UntilGoneAsync(folder.FullName);
            folder.Delete(recursive: true);
        }
    }

    // Without its mirror the server in the background gives up.
    private static async Task UntilGoneAsync(string folder)
    {
        for (var wait = 0; wait < 300 && Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])).Any(p => CommandOf(p).Contains(folder, StringComparison.Ordinal)); wait++)
        {
            await Task.Delay(100);
        }
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return "";
        }
    }

    // Most of one package comes, and then nothing for long.
    private static async Task ServeAsync(TcpListener mirror, CancellationToken cancellationToken)
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await mirror.AcceptTcpClientAsync(cancellationToken), cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(answers);
        }
    }

    private static async Task AnswerAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var connection = client;
        try
        {
            var stream = connection.GetStream();
            var request = new byte[4096];
            var length = await stream.ReadAsync(request, cancellationToken);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), cancellationToken);
            for (var part = 0; part < 30 && Encoding.ASCII.GetString(request, 0, length).Contains("/libc6_", StringComparison.Ordinal); part++)
            {
                await stream.WriteAsync(new byte[50_000], cancellationToken);
                await Task.Delay(100, cancellationToken);
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over, or whoever asked has gone.
        }
    }
}
