namespace Migrations.Analyzers.Tests.Bodies;

public sealed class SuppressionTests
{
    private const string Insert = "_ = plain.InsertOneAsync(new BsonDocument());";

    [TestCase("\n#pragma warning disable MIG1126 // The log may be lost.\n" + Insert + "\n#pragma warning restore MIG1126\n")]
    [TestCase(Insert, "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"Migrations\", \"MIG1126\", Justification = \"The log may be lost.\")]")]
    public async Task A_finding_is_suppressed_as_any_other(string statement, string attributes = "")
    {
        Assert.That(await AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(Insert)), Is.EqualTo(new[] { "MIG1126" }));
        Assert.That(await AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement, attributes: attributes)), Is.Empty);
    }
}
