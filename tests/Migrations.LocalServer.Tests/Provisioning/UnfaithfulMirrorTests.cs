using Migrations.LocalServer.Errors;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Migrations.LocalServer.Provisioning;
using Migrations.Shared;

namespace Migrations.LocalServer.Tests.Provisioning;

// A mirror on a real socket that does not do what a mirror should.
public sealed class UnfaithfulMirrorTests
{
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly LockedPackage Package = new("libone", "1.0", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), "pool/libone_1.0_amd64.deb");

    [Test]
    public async Task More_bytes_than_the_lock_names_are_not_taken()
    {
        var sent = 0L;
        var failure = await FailAsync(async stream =>
        {
            await WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            for (var part = new byte[1 << 16]; sent < 1L << 30; sent += part.Length)
            {
                await stream.WriteAsync(part);
            }
        });

        Assert.That(failure.Message, Does.Contain("more than the recorded 3 bytes"));
        Assert.That(sent, Is.LessThan(1L << 28));
    }

    [Test]
    public async Task A_mirror_that_falls_silent_is_left()
    {
        var clock = Stopwatch.StartNew();

        var failure = await FailAsync(async stream =>
        {
            await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\u0001");
            await Task.Delay(TimeSpan.FromSeconds(20));
        });

        Assert.That(failure.Message, Does.Contain("nothing received for 0.5 s"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    [TestCase("ftp://127.0.0.1/pool/libone_1.0_amd64.deb")]
    [TestCase("file:///etc/hostname")]
    [TestCase("gopher://127.0.0.1/")]
    public async Task Nobody_is_led_to_another_scheme(string location)
    {
        var failure = await FailAsync(stream => WriteAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));

        Assert.That(failure.Message, Does.Contain(location).And.Contain("not followed"));
    }

    private static async Task<LocalServerException> FailAsync(Func<NetworkStream, Task> answer)
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var mirror = AnswerAsync(listener, answer);
        using var client = PackageDownloader.CreateClient(TimeSpan.FromSeconds(5));
        var downloader = new PackageDownloader(client, [new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/debian/")], TimeSpan.FromSeconds(0.5));

        var failure = Assert.ThrowsAsync<LocalServerException>(() => downloader.DownloadAsync([Package], folder.Path, new DownloadProgress(null, 1, Content.Length, TimeProvider.System), CancellationToken.None))!;

        await Task.WhenAny(mirror, Task.Delay(TimeSpan.FromSeconds(5)));
        Assert.That(failure.Code, Is.EqualTo(LocalServerErrorCode.DownloadFailed));
        return failure;
    }

    private static async Task AnswerAsync(TcpListener listener, Func<NetworkStream, Task> answer)
    {
        try
        {
            using var connection = await listener.AcceptTcpClientAsync();
            await using var stream = connection.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await answer(stream);
        }
        catch (IOException)
        {
            // Whoever asked has hung up.
        }
    }

    private static Task WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();
}
