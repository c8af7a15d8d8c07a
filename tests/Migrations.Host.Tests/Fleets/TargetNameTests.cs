using Migrations.Host.Fleets;

namespace Migrations.Host.Tests.Fleets;

// How databases are named, and which of the server's they mean.
public sealed class TargetNameTests
{
    private static readonly string[] Existing = ["shop", "tenant_1", "tenant_2", "tenant_10", "TENANT_3"];

    [TestCase("shop", "shop")]
    [TestCase("tenant_*", "tenant_1", "tenant_2", "tenant_10")]
    [TestCase("tenant_?", "tenant_1", "tenant_2")]
    [TestCase("*", "shop", "tenant_1", "tenant_2", "tenant_10", "TENANT_3")]
    public void A_name_means_itself_and_a_pattern_all_that_fit(string text, params string[] databases) =>
        Assert.That(Choose(text).Select(t => t.Database), Is.EqualTo(databases));

    [TestCase("EAST/tenant_1", "EAST", "tenant_1")]
    [TestCase("tenant_1", null, "tenant_1")]
    [TestCase("_x9/", "_x9", "")]
    public void The_variable_of_another_server_stands_before_the_name(string text, string? variable, string database) =>
        Assert.That(TargetName.Parse(text), Is.EqualTo(new TargetName(variable, database)));

    [TestCase("mongodb://me:geheim@host/shop")]
    [TestCase("me:geheim@host")]
    public void What_may_be_a_connection_string_is_refused_and_not_repeated(string text)
    {
        var failure = Assert.Throws<MigrationException>(() => TargetName.Parse(text))!;

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.TargetInvalid));
        Assert.That(failure.Message, Does.Not.Contain("geheim"));
    }

    [TestCase("admin", MigrationErrorCode.DatabaseNameUnusable)]
    [TestCase("a.b", MigrationErrorCode.DatabaseNameUnusable)]
    [TestCase("a/b/c", MigrationErrorCode.DatabaseNameUnusable)]
    [TestCase("not a variable/shop", MigrationErrorCode.TargetInvalid)]
    public void What_no_database_is_called_is_refused(string text, object code) =>
        Assert.That(Assert.Throws<MigrationException>(() => TargetName.Parse(text))!.Code, Is.EqualTo(code));

    [TestCase(MigrationErrorCode.TargetTwice, "shop", "shop")]
    [TestCase(MigrationErrorCode.TargetTwice, "tenant_*", "tenant_1")]
    [TestCase(MigrationErrorCode.TargetTwice, "shop", "SAME/shop")]
    [TestCase(MigrationErrorCode.TargetUnknown, "tenant_3")]
    [TestCase(MigrationErrorCode.TargetsMissing, "customer_*")]
    public void A_list_that_does_not_say_what_is_meant_is_refused(object code, params string[] names) =>
        Assert.That(Assert.Throws<MigrationException>(() => Choose(names))!.Code, Is.EqualTo(code));

    [TestCase(",")]
    [TestCase("shop,")]
    [TestCase(",shop")]
    [TestCase("a;;b")]
    public void An_empty_entry_is_refused_because_what_it_stands_for_would_be_left_out(string names) =>
        Assert.That(() => TargetNames.ReadAsync(new FleetRequest { Command = "migrate", Names = [names] }, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.TargetsMissing));

    [Test]
    public void A_connection_string_is_repeated_nowhere()
    {
        const string secret = "mongodb://me:geheim@host/shop";

        Assert.That(() => TargetChoice.Canaries([secret], ["shop"]), Throws.TypeOf<MigrationException>().With.Message.Not.Contains("geheim"));
        Assert.That(() => TargetNames.ReadAsync(new FleetRequest { Command = "migrate", File = secret }, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Message.Not.Contains("geheim"));
        Assert.That(() => TargetNames.ReadAsync(new FleetRequest { Command = "migrate", Names = ["@" + secret] }, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Message.Not.Contains("geheim"));
    }

    [Test]
    public void The_same_name_on_two_servers_is_two_databases() =>
        Assert.That(Choose("shop", "EAST/shop").Select(t => t.ToString()), Is.EqualTo(new[] { "shop", "EAST/shop" }));

    [Test]
    public void A_new_database_is_taken_only_where_that_is_said() =>
        Assert.That(TargetChoice.Make([TargetName.Parse("tenant_4")], _ => Existing, v => v ?? "", allowsNew: true).Single().Database, Is.EqualTo("tenant_4"));

    [Test]
    public void A_file_has_comments_and_empty_lines() =>
        Assert.That(TargetNames.OfLines(["# all", "", " shop # the first", "EAST/tenant_*"]).Select(t => t.ToString()), Is.EqualTo(new[] { "shop", "EAST/tenant_*" }));

    [TestCase("registry.tenants:database", "registry", "tenants", "database")]
    [TestCase("registry.all.tenants:data.base", "registry", "all.tenants", "data.base")]
    public void A_collection_is_named_with_its_database_and_a_field(string text, string database, string collection, string field) =>
        Assert.That(TargetCollection.Parse(text), Is.EqualTo(new TargetCollection(database, collection, field)));

    [TestCase("registry")]
    [TestCase("registry.tenants")]
    [TestCase("registry:database")]
    [TestCase("registry.tenants:")]
    [TestCase(".tenants:database")]
    [TestCase("mongodb://me.geheim:x")]
    public void Less_than_that_names_no_collection(string text) =>
        Assert.That(Assert.Throws<MigrationException>(() => TargetCollection.Parse(text))!.Code, Is.EqualTo(MigrationErrorCode.TargetInvalid));

    private static IReadOnlyList<TargetName> Choose(params string[] names) =>
        TargetChoice.Make([.. names.Select(TargetName.Parse)], _ => Existing, v => v is "SAME" ? "" : v ?? "", allowsNew: false);
}
