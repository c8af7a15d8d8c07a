using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Migrations.TestKit;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.AspNetCore.Tests;

// Instances as they run in production: processes of their own, with Kestrel, called by curl.
[NonParallelizable]
public sealed class ProcessTests
{
    [Test]
    public async Task Of_ten_instances_that_start_at_once_one_migrates_and_all_become_ready()
    {
        await using var application = new Application(StartupPolicy.Apply);
        await application.InsertAsync(5, milliseconds: 200);
        var instances = Enumerable.Range(0, 10).Select(_ => new Instance(application.Settings)).ToList();
        try
        {
            var addresses = await Task.WhenAll(instances.Select(i => i.Address));
            var health = await Task.WhenAll(addresses.Select(a => CurlAsync($"{a}/health")));

            Assert.That(health, Is.All.EqualTo("Healthy 200"));
            Assert.That(await application.State("journal").CountDocumentsAsync(Builders<BsonDocument>.Filter.Eq("event", "upgrade")), Is.EqualTo(2));
            Assert.That((await application.Orders.Find(Builders<BsonDocument>.Filter.Empty).ToListAsync()).Select(o => o["number"].AsInt32).Order(), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        }
        finally
        {
            await Task.WhenAll(instances.Select(i => i.DisposeAsync().AsTask()));
        }
    }

    [Test]
    public async Task Curl_migrates_as_the_documentation_says()
    {
        await using var application = new Application();
        await application.InsertAsync(2);
        await using var instance = new Instance(application.Settings);
        var address = await instance.Address;

        var refused = await CurlAsync("-X", "POST", $"{address}/migrate", "-H", "Content-Type: application/json", "-d", """{"action":"up"}""");
        var up = await CurlAsync("-X", "POST", $"{address}/migrate", "-H", "Authorization: Key operator", "-H", "Content-Type: application/json", "-d", """{"action":"up"}""");

        Assert.That(refused, Does.EndWith("401"));
        Assert.That(up, Does.EndWith(" 200").And.Contain("\"state\":\"done\""));
    }

    [Test]
    public async Task An_instance_that_is_told_to_end_rolls_its_batch_back_and_frees_the_lock()
    {
        await using var application = new Application().With("RequestTimeout", "00:00:00.1");
        await application.InsertAsync(100, milliseconds: 200);
        await using var instance = new Instance(application.Settings);
        var address = await instance.Address;
        var accepted = await CurlAsync("-X", "POST", $"{address}/migrate", "-H", "Authorization: Key operator", "-H", "Content-Type: application/json", "-d", """{"action":"up"}""");

        var code = await instance.TerminateAsync();

        Assert.That(accepted, Does.EndWith(" 202"));
        Assert.That(code, Is.Zero);
        Assert.That(await application.State("lock").Find(Builders<BsonDocument>.Filter.Ne("owner", BsonNull.Value)).AnyAsync(), Is.False);
        Assert.That(await application.Orders.CountDocumentsAsync(Builders<BsonDocument>.Filter.Exists("number")), Is.Zero);
    }

    [Test]
    public async Task A_client_that_listens_does_not_keep_a_run_from_ending()
    {
        await using var application = new Application().With("RequestTimeout", "00:00:00.1");
        await application.InsertAsync(1000, milliseconds: 200);
        await using var instance = new Instance(application.Settings);
        var address = await instance.Address;
        var accepted = await CurlAsync("-X", "POST", $"{address}/migrate", "-H", "Authorization: Key operator", "-H", "Content-Type: application/json", "-d", """{"action":"up"}""");
        var id = Regex.Match(accepted, "\"id\":\"([0-9a-f]{24})\"").Groups[1].Value;
        var listening = CurlAsync($"{address}/migrate/runs/{id}/events", "-H", "Authorization: Key operator");
        await Task.Delay(TimeSpan.FromSeconds(1));
        var started = Stopwatch.GetTimestamp();

        await instance.TerminateAsync();

        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(20)), "The host waits 30 s for its clients.");
        Assert.That(await listening, Does.Contain("event: ended"));
        Assert.That(await application.State("lock").Find(Builders<BsonDocument>.Filter.Ne("owner", BsonNull.Value)).AnyAsync(), Is.False);
    }

    // The body and the status code.
    private static async Task<string> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["--silent", "--max-time", "60", "--write-out", " %{http_code}", .. arguments]) { RedirectStandardOutput = true })!;
        var text = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return text;
    }
}

internal sealed partial class Instance : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    public Instance(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.PathOf("Migrations.TestApplication", "Migrations.TestApplication.dll"), "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[$"Migrations__{name.Replace(":", "__", StringComparison.Ordinal)}"] = value;
        }

        _process = Process.Start(start)!;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The instance ended with {_process.ExitCode}:\n{string.Join('\n', _lines)}"));
        _process.OutputDataReceived += (_, line) => Read(line.Data ?? "");
        _process.BeginOutputReadLine();
    }

    // Known when it takes requests.
    public Task<string> Address => _address.Task;

    public async Task<int> TerminateAsync()
    {
        _ = Kill(_process.Id, 15);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Read(string line)
    {
        _lines.Add(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex("Now listening on: (http://[0-9.:]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
