using Migrations.CodeFixes;

namespace Migrations.Analyzers.Tests.CodeFixes;

public sealed class AsyncVoidCodeFixTests
{
    [Test]
    public async Task A_method_returns_Task_and_is_awaited_where_that_is_possible() => Assert.That(
        await FixAsync(AnalyzedPlugin.FreeForm("Later();", "private static async void Later() => await Task.Yield();")),
        Is.EqualTo(AnalyzedPlugin.FreeForm("await Later();", "private static async Task Later() => await Task.Yield();")));

    [Test]
    public async Task So_does_a_local_function() => Assert.That(
        await FixAsync(AnalyzedPlugin.FreeForm("async void Later() => await Task.Yield(); Later();")),
        Is.EqualTo(AnalyzedPlugin.FreeForm("async Task Later() => await Task.Yield(); await Later();")));

    [Test]
    public async Task A_lambda_has_the_type_that_it_is_given_to() => Assert.That(await FixAsync(AnalyzedPlugin.FreeForm("Action later = async () => await Task.Yield(); later();")), Is.Null);

    private static Task<string?> FixAsync(string code) => FixedPlugin.OfAsync(new AsyncVoidCodeFix(), code);
}
