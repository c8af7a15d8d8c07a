using Migrations.LocalServer.Errors;
using Migrations.Shared;
using System.Net;
using System.Security.Cryptography;
using Migrations.LocalServer.Provisioning;

namespace Migrations.LocalServer.Tests.Provisioning;

public sealed class PackageDownloaderTests
{
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly LockedPackage Package = new("libone", "1.0", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), "pool/libone_1.0_amd64.deb");

    [Test]
    public async Task A_package_is_taken_from_the_first_mirror_that_has_it()
    {
        using var folder = new TemporaryFolder();

        await DownloadAsync(folder, address => address.Host == "two.example" ? new HttpResponseMessage { Content = new ByteArrayContent(Content) } : new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.That(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "libone_1.0_amd64.deb")), Is.EqualTo(Content));
    }

    [Test]
    public void Other_bytes_than_the_lock_names_are_refused()
    {
        using var folder = new TemporaryFolder();

        var failure = Assert.ThrowsAsync<LocalServerException>(async () => await DownloadAsync(folder, _ => new HttpResponseMessage { Content = new ByteArrayContent([9]) }));

        Assert.That(failure.Code, Is.EqualTo(LocalServerErrorCode.DownloadFailed));
        Assert.That(failure.Message, Does.Contain("libone").And.Contain("sha256"));
    }

    [Test]
    public void A_package_that_no_mirror_has_is_gone()
    {
        using var folder = new TemporaryFolder();

        Assert.That(async () => await DownloadAsync(folder, _ => new HttpResponseMessage(HttpStatusCode.NotFound)), Throws.InstanceOf<PackageGoneException>());
    }

    [Test]
    public void The_lock_holds_the_whole_runtime()
    {
        var packages = PackageLock.Load();

        Assert.That(packages.Packages, Has.Count.EqualTo(65));
        Assert.That(packages.Packages.Select(package => package.Name), Does.Contain("postgresql-18-documentdb"));
        Assert.That(packages.Packages.Select(package => package.PoolPath), Is.All.StartsWith("pool/"));
    }

    private static async Task DownloadAsync(TemporaryFolder folder, Func<Uri, HttpResponseMessage> answer)
    {
        using var client = new HttpClient(new Answers(answer));
        var downloader = new PackageDownloader(client, [new Uri("http://one.example/debian/"), new Uri("http://two.example/debian/")], PackageDownloader.UsualStallLimit);
        await downloader.DownloadAsync([Package], folder.Path, new DownloadProgress(null, 1, Content.Length, TimeProvider.System), CancellationToken.None);
    }

    private sealed class Answers(Func<Uri, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request.RequestUri!));
    }
}
