using Migrations.Host.Execution;

namespace Migrations.Host.Tests.Execution;

public sealed class ConnectionSourceTests
{
    [TestCase("")]
    [TestCase("  ")]
    public void A_connection_that_is_set_but_empty_is_refused(string connection) =>
        Assert.That(() => ConnectionSource.Of(connection, null, neverUsesLocalServer: false), Throws.InstanceOf<MigrationException>().With.Property(nameof(MigrationException.Code)).EqualTo(MigrationErrorCode.ConnectionEmpty));

    [TestCase("true", false)]
    [TestCase("True", false)]
    [TestCase(null, true)]
    public void In_a_pipeline_the_local_server_stands_in_for_nothing(string? ci, bool neverUsesLocalServer) =>
        Assert.That(() => ConnectionSource.Of(null, ci, neverUsesLocalServer), Throws.InstanceOf<MigrationException>().With.Property(nameof(MigrationException.Code)).EqualTo(MigrationErrorCode.ConnectionMissing));

    [TestCase(null, null, false)]
    [TestCase("local", "true", false)]
    [TestCase("local", null, true)]
    public void The_local_server_is_used_where_nothing_is_said_or_it_is_asked_for(string? connection, string? ci, bool neverUsesLocalServer) =>
        Assert.That(ConnectionSource.Of(connection, ci, neverUsesLocalServer).ConnectionString, Is.Null);

    [Test]
    public void What_is_named_is_used() =>
        Assert.That(ConnectionSource.Of("mongodb://host/shop", "true", neverUsesLocalServer: true).ConnectionString, Is.EqualTo("mongodb://host/shop"));
}
