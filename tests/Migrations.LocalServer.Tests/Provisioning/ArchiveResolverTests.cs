using Migrations.LocalServer.Provisioning;

namespace Migrations.LocalServer.Tests.Provisioning;

public sealed class ArchiveResolverTests
{
    private const string Hash = "5c71715c51103beb4fbba9fe9f8dff604af6610dfa71c70bff342f54a7860803";

    [Test]
    public void Newer_versions_and_renamed_libraries_are_taken_and_the_rest_is_left()
    {
        LockedPackage[] wanted = [Locked("libicu76"), Locked("libssl3t64"), Locked("postgresql-18")];
        var resolver = new ArchiveResolver(new Uri("http://one.example/debian/"), "unused");

        var chosen = resolver.Choose([
            "NOTE: something apt says",
            $"'http://one.example/debian/pool/main/i/icu/libicu78_78.1-2_amd64.deb' libicu78_78.1-2_amd64.deb 9 SHA256:{Hash}",
            $"'http://one.example/debian/pool/main/o/openssl/libssl4_1%3a4.0-1_amd64.deb' libssl4_1%3a4.0-1_amd64.deb 8 SHA256:{Hash}",
            $"'http://one.example/debian/pool/main/p/perl/perl_5.40_amd64.deb' perl_5.40_amd64.deb 7 SHA256:{Hash}",
            $"'http://other.example/debian/pool/main/p/postgresql-18/postgresql-18_18.9-1_amd64.deb' postgresql-18_18.9-1_amd64.deb 6 SHA256:{Hash}"], wanted);

        Assert.That(chosen, Is.EqualTo([
            new LockedPackage("libicu78", "78.1-2", 9, Hash, "pool/main/i/icu/libicu78_78.1-2_amd64.deb"),
            new LockedPackage("libssl4", "1:4.0-1", 8, Hash, "pool/main/o/openssl/libssl4_1%3a4.0-1_amd64.deb")]));
    }

    private static LockedPackage Locked(string name) => new(name, "1", 1, Hash, $"pool/{name}.deb");
}
