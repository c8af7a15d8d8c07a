using Migrations.Engine.Planning;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class OptionPlanTests
{
    private static readonly Migrations.Engine.Model.RevisionGraph Graph = GraphOf(
        Migration(1) with { Options = [new MigrationOptionAttribute("has_simulated") { Required = true, Values = ["0", "1"], Description = "whether there are simulated exposures" }] },
        Migration(2) with { Options = [new MigrationOptionAttribute("limit") { Default = "10" }, new MigrationOptionAttribute("has_simulated")] });

    [Test]
    public void A_migration_gets_the_options_that_it_declares()
    {
        var plan = Plan.Create(Graph, StateOf(), With(("has_simulated", "0")));

        Assert.That(plan.Steps[0].Options, Is.EquivalentTo(new Dictionary<string, string> { ["has_simulated"] = "0" }));
        Assert.That(plan.Steps[1].Options, Is.EquivalentTo(new Dictionary<string, string> { ["has_simulated"] = "0", ["limit"] = "10" }));
    }

    [Test]
    public void A_required_option_is_missed_before_anything_runs() =>
        AssertRefused(With(), MigrationErrorCode.OptionMissing, "whether there are simulated exposures");

    [Test]
    public void An_option_is_not_required_by_what_is_not_planned() =>
        Assert.That(Text(Plan.Create(Graph, StateOf(Applied(1)), With())), Is.EqualTo("main2"));

    [Test]
    public void A_misspelt_option_is_not_ignored() => AssertRefused(With(("has_simulatd", "0")), MigrationErrorCode.OptionUnknown, "'has_simulated', 'limit'");

    [Test]
    public void A_value_that_an_option_does_not_take_is_refused() => AssertRefused(With(("has_simulated", "yes")), MigrationErrorCode.OptionUnknown, "'0', '1'");

    [Test]
    public void Other_options_make_another_plan() =>
        Assert.That(Plan.Create(Graph, StateOf(), With(("has_simulated", "0"))).Fingerprint, Is.Not.EqualTo(Plan.Create(Graph, StateOf(), With(("has_simulated", "1"))).Fingerprint));

    private static PlanRequest With(params (string Name, string Value)[] options) => new() { Options = options.ToDictionary(o => o.Name, o => o.Value) };

    private static void AssertRefused(PlanRequest request, MigrationErrorCode code, string text) =>
        Assert.That(() => Plan.Create(Graph, StateOf(), request), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code).And.Message.Contains(text));
}
