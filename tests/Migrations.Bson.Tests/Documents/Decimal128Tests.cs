using System.Globalization;

namespace Migrations.Bson.Tests.Documents;

public class Decimal128Tests
{
    [TestCase("79228162514264337593543950335")]
    [TestCase("-0.0000000000000000000000000001")]
    [TestCase("1.10")]
    [TestCase("0")]
    public void A_decimal_comes_back_with_all_its_digits(string text)
    {
        var value = decimal.Parse(text, CultureInfo.InvariantCulture);

        Assert.That(new Decimal128(value).ToDecimalExact().ToString(CultureInfo.InvariantCulture), Is.EqualTo(text));
    }

    [TestCase("1E+29")]
    [TestCase("79228162514264337593543950336")]
    [TestCase("1E-29")]
    [TestCase("1.000000000000000000000000000000001")]
    [TestCase("NaN")]
    [TestCase("Infinity")]
    public void What_a_decimal_cannot_hold_is_refused(string text) =>
        Assert.That(() => Decimal128.Parse(text).ToDecimalExact(), Throws.TypeOf<OverflowException>());

    [TestCase("1.0000000000000000000000000000000000", "1.000000000000000000000000000000000")]
    [TestCase("1E6112", "1.0E+6112")]
    [TestCase("0E99999999999999999999", "0E+6111")]
    [TestCase("10E-6177", "1E-6176")]
    [TestCase("+.5e1", "5")]
    [TestCase("-inf", "-Infinity")]
    public void Text_is_fitted_where_nothing_is_lost(string text, string expected) => Assert.That(Decimal128.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("1E-6177")]
    [TestCase("1E99999999999999999999")]
    [TestCase("1E-99999999999999999999")]
    [TestCase("12345678901234567890123456789012345")]
    [TestCase("1\n")]
    [TestCase(" 1")]
    [TestCase("1.2.3")]
    [TestCase("--NaN")]
    [TestCase("E5")]
    [TestCase("")]
    public void Text_that_would_lose_something_is_refused(string text) => Assert.That(() => Decimal128.Parse(text), Throws.InstanceOf<FormatException>());

    [Test]
    public void A_coefficient_beyond_34_digits_reads_as_zero() =>
        Assert.That(new Decimal128(0x6C11FFFFFFFFFFFF, ulong.MaxValue).ToString(), Is.EqualTo("0E+3"));
}
