using Migrations.Channel;
using Migrations.Mongo.Authentication;

namespace Migrations.Mongo.Tests;

public sealed class SaslPrepTests
{
    // RFC 4013 section 3, and what the driver specification adds.
    [TestCase("I\u00ADX", "IX")]
    [TestCase("user", "user")]
    [TestCase("USER", "USER")]
    [TestCase("\u00AA", "a")]
    [TestCase("\u2168", "IX")]
    [TestCase("I\u00A0X", "I X")]
    [TestCase("\uFB01sh", "fish")]
    [TestCase("\u0627\u0031\u0628", "\u0627\u0031\u0628")]
    [TestCase("", "")]
    public void A_password_is_prepared(string password, string expected)
    {
        Assert.That(SaslPrep.Prepare(password), Is.EqualTo(expected));
    }

    [TestCase("\u0007")]
    [TestCase("a\u007F")]
    [TestCase("\u0627\u0031")]
    [TestCase("\u0627a\u0628")]
    [TestCase("\uE000")]
    [TestCase("\uFFFD")]
    [TestCase("\u2028")]
    public void A_password_that_cannot_be_prepared_is_an_error_without_the_password(string password)
    {
        var failure = Assert.Catch<MongoException>(() => SaslPrep.Prepare(password));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.PasswordNotPreparable));
        Assert.That(failure.Message.Contains(password, StringComparison.Ordinal), Is.False);
    }
}
