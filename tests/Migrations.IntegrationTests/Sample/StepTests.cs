using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Sample;

// Every two neighbouring revisions of every line.
public sealed class StepTests
{
    private const int Documents = 60;

    private static IEnumerable<TestCaseData> Steps() =>
        from tree in SampleFixture.Graph.Trees
        from revision in tree.Revisions
        where !revision.Migration.IsBarrier
        select new TestCaseData(tree.Name, revision.Id).SetArgDisplayNames(revision.ToString(), revision.Migration.Identity.Title);

    [TestCaseSource(nameof(Steps))]
    public async Task A_step_can_be_taken_on_an_empty_database_and_rolled_back(string tree, string id)
    {
        await using var sample = await SampleFixture.CreateAsync(documents: 0);

        await TakeStepAsync(sample, tree, id);
    }

    [TestCaseSource(nameof(Steps))]
    public async Task A_step_changes_sample_data_and_can_be_rolled_back(string tree, string id)
    {
        await using var sample = await SampleFixture.CreateAsync(Documents);
        if (SampleFixture.Graph.Tree(tree).Find(id)!.Line == "Uuid")
        {
            Assert.That(async () => await TakeStepAsync(sample, tree, id), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PreconditionFailed));
            return;
        }

        var (before, after) = await TakeStepAsync(sample, tree, id);

        Assert.That(after, Is.Not.EqualTo(before));
        Assert.That(after.Count(IsDocument), Is.EqualTo(before.Count(IsDocument)).And.EqualTo(6 * Documents));
    }

    private static async Task<(List<string> Before, List<string> After)> TakeStepAsync(SampleFixture sample, string tree, string id)
    {
        var revision = SampleFixture.Graph.Tree(tree).Find(id)!;
        await GoToStartAsync(sample, tree, revision.Parent?.Id);
        var before = await sample.ReadAllAsync();
        await sample.RunAsync(new PlanRequest { To = $"{tree}@{id}" });
        var after = await sample.ReadAllAsync();
        Assert.That((await sample.StatusAsync(tree)).Head, Is.EqualTo(id));
        if (revision.Migration.IsReversible)
        {
            await sample.RunAsync(new PlanRequest { Tree = tree, Direction = MigrationDirection.Down, Distance = 1 });
            Assert.That(await sample.ReadAllAsync(), Is.EqualTo(before));

            await sample.RunAsync(new PlanRequest { To = $"{tree}@{id}" });
            Assert.That(await sample.ReadAllAsync(), Is.EqualTo(after));
        }

        return (before, after);
    }

    private static async Task GoToStartAsync(SampleFixture sample, string tree, string? start)
    {
        if (tree == "datasets")
        {
            await sample.RunAsync(new PlanRequest { Tree = "items" });
        }

        if (start is not null)
        {
            await sample.RunAsync(new PlanRequest { To = $"{tree}@{start}" });
        }
    }

    private static bool IsDocument(string line) => !line.Contains(" index ", StringComparison.Ordinal);
}
