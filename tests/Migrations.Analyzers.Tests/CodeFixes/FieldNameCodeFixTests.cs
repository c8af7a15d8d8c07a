using Migrations.CodeFixes;

namespace Migrations.Analyzers.Tests.CodeFixes;

public sealed class FieldNameCodeFixTests
{
    [TestCase("custmer", "customer")]
    [TestCase("Lines.0.Quantiy", "Lines.0.Quantity")]
    public async Task The_name_that_was_meant_is_written(string name, string meant) => Assert.That(await FixAsync(Filter($"\"{name}\"")), Is.EqualTo(Filter($"\"{meant}\"")));

    [Test]
    public async Task Or_a_lambda_that_the_compiler_checks() => Assert.That(await FixAsync(Filter("\"custmer\""), "Write d"), Is.EqualTo(Filter("d => d.Customer")));

    [Test]
    public async Task Down_a_path_there_is_no_lambda_for_it() => Assert.That(await FixAsync(Filter("\"Lines.Quantiy\""), "Write d"), Is.Null);

    private static Task<string?> FixAsync(string code, string title = "") => FixedPlugin.OfAsync(new FieldNameCodeFix(), code, title);

    private static string Filter(string field) => AnalyzedPlugin.FreeForm($"var f = Builders<Order>.Filter.Ne({field}, \"Ada\");");
}
