using Migrations.Engine.Planning;
using Migrations.Host.Output;

namespace Migrations.Host.Tests.Output;

public sealed class DestructionTests
{
    private const string Drops = "drops 'carts'";
    private const string Reason = "The browsers keep them.";

    [TestCase(Drops, Reason, $"{Drops}: {Reason}")]
    [TestCase(null, Reason, Reason)]
    [TestCase(Drops, null, $"{Drops}, and does not say why")]
    [TestCase(null, null, null)]
    public void A_plan_says_what_a_step_destroys_and_why(string? destroys, string? because, string? shown)
    {
        var step = Step(destroys, because);

        Assert.That(Destruction.Of(step), Is.EqualTo(shown));
        Assert.That((string?)PlanJson.Step(step)["destructive"], Is.EqualTo(shown));
    }

    [Test]
    public void The_way_back_of_a_destructive_migration_destroys_nothing_again() => Assert.That(Destruction.Of(Step(Drops, Reason) with { Direction = MigrationDirection.Down }), Is.Null);

    private static PlannedStep Step(string? destroys, string? because) => new() { Migration = Graphs.Migration(1) with { Destroys = destroys, DestructiveBecause = because } };
}
