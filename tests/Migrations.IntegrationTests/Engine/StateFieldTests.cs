using MongoDB.Driver;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

public sealed class StateFieldTests
{
    // Stored for a moment, or by runs that end badly: a lock that is broken until its holder answers, a loss that cannot be undone, a document that the server refuses after its batch was announced, a filter that leaves out nothing.
    private static readonly string[] Rare = ["Applied.lost", "Images.refused", "Lock.broken", "Ranges.unmarked"];

    [Test]
    public async Task The_fields_of_the_state_are_those_that_are_documented()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DamagedState.FillAsync(fixture);

        var (names, wrong) = (new StateNames(StateNames.DefaultPrefix), new List<string>());
        foreach (var kind in Enum.GetValues<StateKind>())
        {
            var stored = (await fixture.ReadAsync(names.Of(kind))).SelectMany(d => d.Names).ToHashSet(StringComparer.Ordinal);
            var documented = StateFields.Of(kind).Select(f => f.Name).ToList();
            wrong.AddRange(stored.Except(documented).Select(name => $"{kind}.{name} is stored and not documented"));
            wrong.AddRange(documented.Except(stored).Where(name => !Rare.Contains($"{kind}.{name}")).Select(name => $"{kind}.{name} is documented and not stored"));
        }

        Assert.That(wrong, Is.Empty);
    }
}
