using Migrations.Engine.Database.Commands;
using Migrations.Engine.Steps;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Steps;

public sealed class TransactionChoiceTests
{
    private static readonly ChannelInfo ReplicaSet = new() { SupportsTransactions = true };
    private static readonly ChannelInfo Standalone = new() { Server = "here:27017" };

    [TestCase(TransactionMode.Auto, TransactionMode.Auto, true)]
    [TestCase(TransactionMode.Auto, TransactionMode.Never, false)]
    [TestCase(TransactionMode.Never, TransactionMode.Require, false)]
    [TestCase(TransactionMode.Require, TransactionMode.Never, true)]
    public void The_migrations_own_wish_comes_first(TransactionMode migration, TransactionMode run, bool expected) =>
        Assert.That(TransactionChoice.UsesTransaction(Migration(1) with { Transaction = migration }, run, ReplicaSet), Is.EqualTo(expected));

    [Test]
    public void Auto_does_without_on_a_standalone_server() => Assert.That(TransactionChoice.UsesTransaction(Migration(1), TransactionMode.Auto, Standalone), Is.False);

    [Test]
    public void Require_is_never_downgraded() =>
        Assert.That(() => TransactionChoice.UsesTransaction(Migration(1), TransactionMode.Require, Standalone), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.TransactionsUnavailable));
}
