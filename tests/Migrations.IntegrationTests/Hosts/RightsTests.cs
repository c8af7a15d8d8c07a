using System.Text.RegularExpressions;
using Migrations.IntegrationTests.Engine;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Hosts;

// Every command of the host through the real server, and what it sent against the roles that docs/rights.md gives to whoever runs it.
public sealed class RightsTests
{
    [Test]
    public async Task Commands_that_look_need_the_role_that_looks([Values("status", "plan --tree rights", "verify --tree rights", "history rights --verbose", "journal", "environment")] string command)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        await fixture.DeclareComponentAsync();

        Assert.That(await MissingAsync(fixture, "migrationsGate", command), Is.Empty);
    }

    [Test]
    public async Task Commands_that_change_need_the_role_that_runs([Values(
        "init --force --at base --confirm DATABASE", "migrate --tree rights", "migrate --tree rights --transaction never", "plan --tree rights --dry-run", "rehearse --tree rights",
        "migrate --tree rights|rollback --tree rights --to base", "migrate --tree rights|prune --older-than 0 --confirm DATABASE", "stamp rights@base --force --confirm DATABASE", "unlock --force")] string commands)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);

        foreach (var command in commands.Split('|'))
        {
            Assert.That(await MissingAsync(fixture, "migrationsRun", command), Is.Empty, command);
        }
    }

    [Test]
    public async Task The_role_that_looks_is_not_enough_for_a_run()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);

        Assert.That(await MissingAsync(fixture, "migrationsGate", "migrate --tree rights"), Is.SupersetOf(new[] { "insert", "update", "createIndex", "collMod" }));
    }

    private static Task FillAsync(EngineFixture fixture) =>
        fixture.Database.GetCollection("rights").InsertManyAsync(Enumerable.Range(0, 50).Select(i => new BsonDocument { { "_id", i }, { "name", $"n{i}" } }));

    // The actions that a command took and the role does not have.
    private static async Task<IReadOnlyCollection<string>> MissingAsync(EngineFixture fixture, string role, string command)
    {
        await using var proxy = TestServer.NewProxy();
        var arguments = command.Replace("DATABASE", fixture.Database.Name, StringComparison.Ordinal).Split(' ');
        using var host = HostProcess.StartWith(
            new()
            {
                ["MIGRATIONS_CONNECTION"] = $"mongodb://127.0.0.1:{proxy.Port}/?directConnection=true",
                ["MIGRATIONS_DATABASE"] = fixture.Database.Name,
                ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath,
            },
            arguments);
        await host.WaitAsync();
        Assert.That(host.ExitCode, Is.AnyOf(0, 2), host.Output + host.Errors);
        Assert.That(proxy.Requests, Is.Not.Empty);
        return [.. proxy.Requests.SelectMany(r => TakenActions.Of(r, fixture.Database.Name)).Distinct().Except(ActionsOf(role)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ActionsOf(string role)
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rights.md"));
        var roles = Regex.Matches(page, @"createRole\((?<role>\{.*?\n\})\)", RegexOptions.Singleline).Select(m => BsonDocument.Parse(m.Groups["role"].Value));
        var privileges = roles.Single(r => r["role"] == role)["privileges"].AsBsonArray;
        return privileges.SelectMany(p => p["actions"].AsBsonArray).Select(a => a.AsString);
    }
}
