namespace Migrations.Analyzers.Tests.Bodies;

public sealed class AttemptStateTests
{
    private const string Members = "private int _count; private readonly List<string> _names = new(); private string _last = \"\"; public object Used => (_count, _names, _last);";

    [TestCase("_count++;")]
    [TestCase("_count += 2;")]
    [TestCase("_names.Add(\"a\");")]
    [TestCase("foreach (var name in new[] { \"a\" }) { _names.Add(name); }")]
    public async Task What_is_added_to_a_field_is_still_there_in_a_second_attempt(string statement) => Assert.That(await FindAsync(statement), Is.EqualTo(new[] { "MIG1125" }));

    [TestCase("_count = 0; _count++;")]
    [TestCase("_names.Clear(); _names.Add(\"a\");")]
    [TestCase("_last = \"a\";")]
    [TestCase("var count = 0; count++; var names = new List<string>(); names.Add(\"a\");")]
    [TestCase("var line = new Line(); line.Quantity++;")]
    public async Task What_is_set_back_or_stays_in_the_body_is_not(string statement) => Assert.That(await FindAsync(statement), Is.Empty);

    [Test]
    public async Task A_constructor_may_fill_fields() => Assert.That(await FindAsync("", "public Body() => _names.Add(\"a\");"), Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string statement, string members = "") => AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement, Members + members));
}
