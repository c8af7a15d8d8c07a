using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Tests.Gateway;

public sealed class SqlStateTests
{
    [Test]
    public void A_packed_state_is_unpacked_lowest_character_first() => Assert.That(SqlState.Unpack(319029277), Is.EqualTo("M001C"));

    [TestCase("M001C", 11000)]
    [TestCase("23505", 11000)]
    [TestCase("40001", 112)]
    [TestCase("57014", 50)]
    [TestCase("57P01", 91)]
    [TestCase("08006", 91)]
    [TestCase("42P01", 26)]
    [TestCase("MZZZZ", 2)]
    [TestCase("XX000", 1)]
    public void A_state_has_a_code_of_MongoDB(string state, int code) => Assert.That(SqlState.ToCode(state, isInTransaction: false), Is.EqualTo(code));

    [Test]
    public void A_lock_that_is_not_got_is_a_conflict_in_a_transaction_and_a_timeout_outside()
    {
        Assert.That(SqlState.ToCode("55P03", isInTransaction: true), Is.EqualTo(112));
        Assert.That(SqlState.ToCode("55P03", isInTransaction: false), Is.EqualTo(24));
    }
}
