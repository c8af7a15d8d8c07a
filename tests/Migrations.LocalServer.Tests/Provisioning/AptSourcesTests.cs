using Migrations.LocalServer.Errors;
using Migrations.Shared;
using Migrations.LocalServer.Provisioning;

namespace Migrations.LocalServer.Tests.Provisioning;

public sealed class AptSourcesTests
{
    [Test]
    public void A_line_gives_address_suite_and_components()
    {
        var sources = AptSourcesFile.ParseLines("""
            # deb http://old.example/debian stable main
            deb [arch=amd64 signed-by=/key.gpg] http://one.example/debian/ bookworm main contrib # the archive
            deb-src http://one.example/debian bookworm main
            """).ToList();

        Assert.That(sources, Has.Count.EqualTo(1));
        Assert.That((sources[0].Uri, sources[0].Suite), Is.EqualTo(("http://one.example/debian/", "bookworm")));
        Assert.That(sources[0].Components, Is.EqualTo(["main", "contrib"]));
    }

    [Test]
    public void A_stanza_gives_every_address_with_every_suite()
    {
        var sources = AptSourcesFile.ParseStanzas("""
            Types: deb deb-src
            # a comment within
            URIs: http://one.example/debian
              http://two.example/debian
            Suites: forky sid
            Components: main

            Enabled: no
            Types: deb
            URIs: http://off.example/debian
            Suites: sid
            Components: main
            """).ToList();

        Assert.That(sources.Select(source => $"{source.Uri} {source.Suite}"), Is.EqualTo([
            "http://one.example/debian forky", "http://one.example/debian sid", "http://two.example/debian forky", "http://two.example/debian sid"]));
    }

    [Test]
    public void The_main_archive_is_chosen_among_the_sources()
    {
        using var apt = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(apt.Path, "sources.list.d"));
        File.WriteAllText(Path.Combine(apt.Path, "sources.list"), "deb https://tools.example/apt stable main\ndeb http://one.example/debian-security bookworm-security main\n");
        File.WriteAllText(Path.Combine(apt.Path, "sources.list.d", "debian.sources"), "Types: deb\nURIs: http://one.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n");

        Assert.That(MirrorDiscovery.FromAptSources(apt.Path), Is.EqualTo([new Uri("http://one.example/debian/")]));
    }

    [Test]
    [NonParallelizable]
    public void A_mirror_that_is_not_an_address_is_refused()
    {
        var former = Environment.GetEnvironmentVariable(MirrorDiscovery.Variable);
        Environment.SetEnvironmentVariable(MirrorDiscovery.Variable, "somewhere");
        try
        {
            var failure = Assert.Throws<LocalServerException>(() => MirrorDiscovery.Find());

            Assert.That(failure.Code, Is.EqualTo(LocalServerErrorCode.Unavailable));
        }
        finally
        {
            Environment.SetEnvironmentVariable(MirrorDiscovery.Variable, former);
        }
    }
}
