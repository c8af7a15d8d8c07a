namespace Migrations.Analyzers.Tests.Bodies;

public sealed class EmptyDownTests
{
    private const string Signature = "public Task DownAsync(MigrationContext context, CancellationToken cancellationToken)";

    [TestCase(Signature + " => Task.CompletedTask;")]
    [TestCase(Signature + " { return Task.CompletedTask; }")]
    [TestCase("public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken) { await Task.CompletedTask; }")]
    [TestCase("Task IReversible.DownAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;")]
    public async Task A_way_back_that_does_nothing_is_a_warning(string down) => Assert.That(await FindAsync(down), Is.EqualTo(new[] { "MIG1129" }));

    [TestCase(Signature + " => throw new NotImplementedException();")]
    [TestCase(Signature + " { throw new NotSupportedException(\"Write the way back, or remove IReversible.\"); }")]
    public async Task One_that_is_not_written_is_pointed_out(string down) => Assert.That(await FindAsync(down), Is.EqualTo(new[] { "MIG1426" }));

    [TestCase(Signature + " => context.GetCollection(\"a\").DeleteManyAsync(\"{ made: true }\", cancellationToken);")]
    [TestCase(Signature + " { context.Report(\"Nothing\"); return Task.CompletedTask; }")]
    [TestCase(Signature + " => throw new InvalidOperationException(\"The tariffs of 2025 are gone.\");")]
    [TestCase(Signature + " { if (context.GetOption(\"x\") is null) { throw new NotSupportedException(); } return Task.CompletedTask; }")]
    [TestCase(Signature + " => Task.CompletedTask; // Nothing to undo: the index is harmless.")]
    [TestCase("// Nothing to undo.\n" + Signature + " => Task.CompletedTask;")]
    [TestCase(Signature + " { /* Old versions ignore it. */ return Task.CompletedTask; }")]
    public async Task One_that_does_something_or_says_why_not_is_fine(string down) => Assert.That(await FindAsync(down), Is.Empty);

    [Test]
    public async Task An_abstract_class_leaves_it_to_those_that_derive_from_it() => Assert.That(
        await AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm("", Signature.Replace("public", "public virtual", StringComparison.Ordinal) + " => Task.CompletedTask;\n", ", IReversible").Replace("public class Body", "public abstract class Body", StringComparison.Ordinal)),
        Is.Empty);

    [Test]
    public async Task An_empty_method_that_is_no_way_back_is_fine() => Assert.That(await AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm("", "public Task DownAsync() => Task.CompletedTask;")), Is.Empty);

    [TestCase("DocumentMigration<Old, New>, IReversible<New, Old>", "public override void Up(Old input, New output) { } public void Down(New input, Old output) { }", false)]
    [TestCase("DocumentMigration<New>, IReversible<New>", "public override void Up(New document) => document.A = 1; public void Down(New document) { }", true)]
    [TestCase("RawDocumentMigration, IReversibleDocument", "public override void Up(RawDocument document, DocumentUpdate update) => update.Set(\"a\", 1); public void Down(RawDocument document, DocumentUpdate update) { }", true)]
    public async Task Members_that_only_one_class_has_come_and_go_by_themselves(string bases, string members, bool isFound) => Assert.That(
        await AnalyzedPlugin.CodesOfAsync($"public class Old {{ }} public class New {{ public int A {{ get; set; }} }} public class Body : {bases} {{ public override string Collection => \"a\"; {members} }}"),
        isFound ? Is.EqualTo(new[] { "MIG1129" }) : Is.Empty);

    private static Task<IReadOnlyList<string>> FindAsync(string down) => AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm("", down + "\n", ", IReversible"));
}
