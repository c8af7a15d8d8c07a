using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Tables in terminals of every width that people have.
[Platform("Linux", Reason = "They need a terminal of their own, which 'script' makes.")]
public sealed class TableTests
{
    private const string Second = "20260101000002";

    [Test]
    public async Task What_stands_in_rows_fits_the_terminal_and_is_not_cut([Values(40, 60, 80, 120)] int columns, [Values("journal", "plan", "rollback", "migrate", "status")] string command)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.RunAsync(new() { Tree = "chain", To = Second });

        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, columns, [], command switch
        {
            "plan" => ["plan", "--tree", "chain"],
            "rollback" => ["plan", "--tree", "chain", "--rollback", "--to", "base"],
            "migrate" => ["migrate", "--tree", "chain"],
            _ => [command],
        });
        var id = command is "plan" or "migrate" ? "20260101000003" : Second;
        var rows = terminal.Lines.SkipWhile(l => !l.Contains(id, StringComparison.Ordinal) && !l.Contains(" │ ", StringComparison.Ordinal)).SkipWhile(l => l.StartsWith('[')).TakeWhile(l => !IsEnd(l)).ToList();

        Assert.That(rows, Has.Some.Contains(id), terminal.Sent);
        Assert.That(terminal.Sent, Does.Not.Contain("…").And.Contain("chain"));
        Assert.That(rows.Where(r => !r.Contains("a-tree-whose-name", StringComparison.Ordinal)).Select(r => r.Length), Has.All.AtMost(columns), terminal.Sent);
    }

    [TestCase("journal")]
    [TestCase("plan", "--tree", "chain")]
    public async Task It_is_a_table_in_80_columns_where_that_suffices(params string[] command)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, 80, [], command);

        Assert.That(terminal.Lines, Has.Some.Contains(" │ "), terminal.Sent);
    }

    [Test]
    public async Task What_a_row_says_stands_below_its_names_where_a_table_has_no_room()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, 40, [], "plan", "--tree", "chain");
        var rows = string.Join('\n', terminal.Lines.SkipWhile(l => !l.StartsWith("1 up", StringComparison.Ordinal)).Where(l => l.Length > 0).Take(4));

        Assert.That(rows, Is.EqualTo("1 up  chain  20260101000001\n  Version: 0.1.0\n  Title: First link\n  Way back: yes"), terminal.Sent);
    }

    private static bool IsEnd(string line) => line.StartsWith("Script done", StringComparison.Ordinal) || line.Contains("migration(s)", StringComparison.Ordinal) || line.StartsWith("a-tree-whose-name-is-as-long-as-the-name-of-a-tree-can-ever-be64: ", StringComparison.Ordinal);
}
