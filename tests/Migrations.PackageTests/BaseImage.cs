using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Migrations.PackageTests;

// A registry with one image, made of libraries of this machine: those that a .NET program needs of its base image.
internal sealed class BaseImage : IDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private static readonly string[] Needed = ["ld-linux*.so*", "libdl.so*", "librt.so*", "libgcc_s.so*", "libpthread.so*", "libm.so*", "libstdc++.so*", "libc.so*", "libssl.so*", "libcrypto.so*", "libicu*.so*"];
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);
    private readonly byte[] _manifest;
    private readonly int _port = FreePort();

    public BaseImage()
    {
        var layer = Layer();
        var packed = Packed(layer);
        var settings = Encoding.UTF8.GetBytes($$$"""{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/bin"]},"rootfs":{"type":"layers","diff_ids":["{{{Digest(layer)}}}"]},"history":[]}""");
        _manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{ManifestType}}",
             "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{settings.Length}},"digest":"{{Digest(settings)}}"},
             "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":{{packed.Length}},"digest":"{{Digest(packed)}}"}]}
            """);
        _blobs[Digest(settings)] = settings;
        _blobs[Digest(packed)] = packed;
        _listener.Prefixes.Add($"http://localhost:{_port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Name => $"localhost:{_port}/base:1";

    public void Dispose() => _listener.Close();

    private static byte[] Layer()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            tar.WriteEntry("/lib64/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2");
            foreach (var file in Needed.SelectMany(pattern => Directory.GetFiles("/lib/x86_64-linux-gnu", pattern)).Order(StringComparer.Ordinal))
            {
                tar.WriteEntry(file, file.TrimStart('/'));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Packed(byte[] layer)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(layer);
        }

        return stream.ToArray();
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over, or the client has gone, and says so itself.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        var isManifest = path.Contains("/manifests/", StringComparison.Ordinal);
        var content = isManifest ? _manifest : _blobs.GetValueOrDefault(path[(path.LastIndexOf('/') + 1)..], []);
        context.Response.StatusCode = content.Length > 0 || path == "/v2/" ? 200 : 404;
        context.Response.ContentType = isManifest ? ManifestType : "application/octet-stream";
        context.Response.AddHeader("Docker-Content-Digest", Digest(content));
        context.Response.ContentLength64 = content.Length;
        if (context.Request.HttpMethod == "GET")
        {
            await context.Response.OutputStream.WriteAsync(content);
        }

        context.Response.Close();
    }
}
