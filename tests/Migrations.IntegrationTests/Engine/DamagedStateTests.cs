using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Undo;

namespace Migrations.IntegrationTests.Engine;

// Whatever somebody does to the documents of the state: it is named with a way out, and nothing is said or done that is not so.
public sealed class DamagedStateTests
{
    // Written for people or for other tools, and decided on by nobody, or only by a rollback of a plugin that does not have the migration. An _id may be anything.
    private static readonly string[] Unread =
    [
        "applied.wayBack.data", "applied.counts", "applied.product", "applied.plugin", "applied.lost", "applied.sessions.0.id", "applied.checkpoint.ranges", "ranges.token", "ranges.lastId", "ranges.pending.lastId", "ranges.pending.changes.0.id", "ranges.pending.sources.0.id", "ranges.pending.sources.0.emitted.0.id",
        "errors.run", "errors.reason", "errors.collection", "errors.code", "errors.path", "errors.details", "errors.at", "images.run", "images.at", "images.documents", "images.bytes", "images.stored", "lock.run", "lock.touched", "lock.acquired",
    ];

    private static readonly string[] Commands = ["status", "verify", "plan", "journal", "migrate", "rollback", "prune", "unlock"];

    // Those that read a collection. Where there are many they take turns, so that each meets every field in some form.
    private static string[] CommandsOn(string collection, int turn) => collection switch
    {
        "heads" or "applied" or "components" or "ranges" => turn % 2 == 0 ? ["verify", "migrate"] : ["status", "plan"],
        "errors" => ["migrate"],
        "images" => ["rollback", "prune"],
        "journal" => ["journal"],
        _ => ["status", "verify", "prune", "unlock"],
    };

    [TestCaseSource(typeof(DamagedState), nameof(DamagedState.Collections))]
    public async Task Every_damaged_field_is_named_and_never_a_fault_of_the_tool(string collection)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DamagedState.FillAsync(fixture);
        var copy = await CopyAsync(fixture);
        var wrong = new List<string>();
        foreach (var document in copy["_migrations." + collection].DistinctBy(FormOf))
        {
            foreach (var (turn, (name, path, damaged)) in DamagedState.Damages(document, path => IsUnread(collection, path)).Index())
            {
                await ReplaceAsync(fixture, "_migrations." + collection, document["_id"], damaged);
                var said = await RunAllAsync(fixture, CommandsOn(collection, turn), TreeOf(document));
                wrong.AddRange(said.Where(s => s.IsFaultOfTheTool).Select(s => $"{document["_id"]} {name}: {s}"));
                if (MustBeSeen(collection, path!, document, damaged) && !said.Exists(s => s.Names(collection, path!)))
                {
                    wrong.Add($"{document["_id"]} {name}: not seen: {string.Join(" | ", said)}");
                }

                // What was refused has written nothing.
                await (said.Exists(s => s.IsChanging) ? RestoreAsync(fixture, copy) : ReplaceAsync(fixture, "_migrations." + collection, document["_id"], document));
            }
        }

        Assert.That(wrong, Has.Count.Zero, string.Join("\n", wrong.Take(20)));
    }

    [TestCaseSource(typeof(DamagedState), nameof(DamagedState.Collections))]
    public async Task A_foreign_document_is_named_and_never_a_fault_of_the_tool(string collection)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DamagedState.FillAsync(fixture);
        var copy = await CopyAsync(fixture);
        var wrong = new List<string>();
        foreach (var foreign in DamagedState.Foreign(copy["_migrations." + collection][0]))
        {
            await fixture.Database.GetCollection("_migrations." + collection).InsertOneAsync(foreign);
            var said = await RunAllAsync(fixture, Commands, TreeOf(copy["_migrations." + collection][0]));
            wrong.AddRange(said.Where(s => s.IsFaultOfTheTool).Select(s => $"{foreign["_id"]}: {s}"));
            if (collection is "heads" or "applied" or "components" && !(said.Single(s => s.Command == "verify").Names(collection, "_id") && said.Single(s => s.Command == "migrate").Names(collection, "_id")) && !(foreign["_id"].IsString && collection != "applied"))
            {
                wrong.Add($"{foreign["_id"]}: not seen: {string.Join(" | ", said)}");
            }

            await RestoreAsync(fixture, copy);
        }

        Assert.That(wrong, Has.Count.Zero, string.Join("\n", wrong.Take(20)));
    }

    [Test]
    public async Task What_can_be_read_is_shown_although_something_else_cannot()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DamagedState.FillAsync(fixture);
        await fixture.Database.GetCollection("_migrations.components").InsertOneAsync(new BsonDocument { { "_id", 12 }, { "hello", "world" } });
        await fixture.Database.GetCollection("_migrations.heads").UpdateOneAsync("""{ "_id": "stock" }""", """{ "$set": { "revision": 5 } }""");

        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);
        var verify = await fixture.NewEngine().VerifyAsync(null, CancellationToken.None);

        Assert.That(status.Status, Is.EqualTo(SchemaStatus.Inconsistent));
        Assert.That(status.Trees.Single(t => t.Name == "chain").Version, Is.EqualTo("0.1.0"));
        Assert.That(status.Trees.Select(t => t.Name), Has.None.EqualTo("stock"), "nothing is claimed of it");
        Assert.That(status.Message, Does.StartWith("MIG1304: 2 document(s)"));
        Assert.That(verify.Findings.Where(f => f.Code == MigrationErrorCode.StateUnreadable).Select(f => f.Text), Has.One.Contains("'_migrations.components'").And.One.Contains("'revision' is 5 (Int32)"));
        Assert.That(verify.Findings.Where(f => f.Code != MigrationErrorCode.StateUnreadable).Select(f => f.Text), Has.None.Contains("tree 'stock'").And.None.Contains("stock@"));
    }

    [TestCase("heads", "revision")]
    [TestCase("applied", "status")]
    [TestCase("components", "version")]
    public async Task The_way_that_is_named_leads_out(string collection, string field)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DamagedState.FillAsync(fixture);
        var document = (await fixture.ReadAsync("_migrations." + collection)).First(d => TreeOf(d) == "chain");
        await ReplaceAsync(fixture, "_migrations." + collection, document["_id"], document.DeepClone().AsBsonDocument.Set(field, 5));
        var refused = Assert.CatchAsync<MigrationException>(() => fixture.RunAsync(new PlanRequest { Tree = "chain" }))!;
        var removal = System.Text.RegularExpressions.Regex.Match(refused.Message, @"db\.getCollection\(""([^""]+)""\)\.deleteOne\((.*?)\)(?= and|\.| say)");

        var deleted = await fixture.Database.GetCollection(removal.Groups[1].Value).DeleteOneAsync(BsonDocument.Parse(removal.Groups[2].Value));
        if (collection == "components")
        {
            await new SchemaComponent("chain", null, "0.1.0").DeclareAsync(fixture.Database);
        }
        else
        {
            Assert.That(refused.Message, Does.Contain("stamp --force chain@ID"));
            await fixture.StampAsync(new StampRequest { At = ["chain@20260101000001"], IsForced = true });
        }

        Assert.That(deleted.DeletedCount, Is.EqualTo(1));
        Assert.That((await fixture.NewEngine().VerifyAsync("chain", CancellationToken.None)).Findings, Is.Empty);
        Assert.That((await fixture.RunAsync(new PlanRequest { Tree = "chain" })).Steps, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_range_that_somebody_removed_is_missed()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DamagedState.FillAsync(fixture);
        await fixture.Database.GetCollection("_migrations.ranges").DeleteManyAsync("""{ "_id.tree": "split" }""");

        Assert.That(() => fixture.RunAsync(new PlanRequest { Tree = "split" }), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.StateUnreadable).And.Message.Contains("is missing").And.Message.Contains("_migrations.ranges"));
    }

    [TestCase("""{ "$unset": { "token": "" } }""")]
    [TestCase("""{ "$set": { "token": "many" } }""")]
    [TestCase("""{ "$set": { "token": 9223372036854775807 } }""")]
    [TestCase("""{ "$set": { "expires": "never" } }""")]
    [TestCase("""{ "$set": { "owner": 5 } }""")]
    [TestCase("""{ "$set": { "expires": { "$date": "2999-01-01T00:00:00Z" } } }""")]
    [TestCase("""{ "$set": { "noticeMs": "soon" } }""")]
    public async Task A_damaged_lock_is_repaired_by_breaking_it_and_no_token_is_given_twice(string damage)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.RunAsync(new PlanRequest { Tree = "chain", Distance = 1 });
        var lockDocuments = fixture.Database.GetCollection("_migrations.lock");
        await lockDocuments.UpdateOneAsync("{ }", damage);
        var used = (await fixture.ReadAsync("_migrations.applied")).Max(a => a["token"].ToInt64());

        Assert.That(() => fixture.RunAsync(new PlanRequest { Tree = "chain", Distance = 1 }), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.StateUnreadable).And.Message.Contains("unlock --force"));
        Assert.That((await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Status, Is.EqualTo(SchemaStatus.Inconsistent));
        var broken = await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        var repaired = await lockDocuments.FindOneAsync();
        await fixture.RunAsync(new PlanRequest { Tree = "chain", Distance = 1 });

        Assert.That(broken, Has.Property("IsRepaired").True);
        Assert.That(repaired!["token"].ToInt64(), Is.GreaterThan(used));
        Assert.That(repaired["owner"], Is.EqualTo(BsonNull.Value));
        Assert.That((await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == "chain").Version, Is.EqualTo("0.2.0"));
    }

    private static async Task<List<Answer>> RunAllAsync(EngineFixture fixture, string[] commands, string? tree)
    {
        var answers = new List<Answer>();
        foreach (var command in commands)
        {
            answers.Add(await RunAsync(fixture, command, tree ?? "chain"));
        }

        return answers;
    }

    private static async Task<Answer> RunAsync(EngineFixture fixture, string command, string tree)
    {
        var engine = fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 4, Workers = 1, OnDocumentError = OnDocumentError.Collect });
        var token = CancellationToken.None;
        try
        {
            return new Answer(command, command switch
            {
                "status" => string.Join("\n", (await engine.GetStatusAsync(token)).Findings.Select(f => f.Text)),
                "verify" => string.Join("\n", (await engine.VerifyAsync(null, token)).Findings.Select(f => f.Text)),
                "plan" => (await engine.PlanAsync(new PlanRequest { Tree = tree }, token)).Plan.Steps.Count.ToString(CultureInfo.InvariantCulture),
                "journal" => string.Join("\n", (await engine.GetJournalAsync(null, 1000, token)).Where(e => e.Event == "unreadable").Select(e => e.Detail)),
                "migrate" => (await engine.RunAsync(new PlanRequest { Tree = tree, Distance = 1 }, fixture.Observer, token)).Steps.Count.ToString(CultureInfo.InvariantCulture),
                "rollback" => (await engine.RunAsync(new PlanRequest { Tree = tree, Direction = MigrationDirection.Down, To = "base" }, fixture.Observer, token)).Steps.Count.ToString(CultureInfo.InvariantCulture),
                "prune" => (await engine.PruneAsync(new PruneRequest { Tree = "nobody" }, token)).Count.ToString(CultureInfo.InvariantCulture),
                _ => (await engine.UnlockAsync(token))?.ToString() ?? "",
            }, false);
        }
        catch (MigrationException e)
        {
            return new Answer(command, e.Message, e.Code is MigrationErrorCode.Unexpected or MigrationErrorCode.CommandFailed or MigrationErrorCode.WriteFailed);
        }
        catch (Exception e) when (e is not AssertionException)
        {
            return new Answer(command, e.ToString(), true);
        }
    }

    private static bool MustBeSeen(string collection, string path, BsonDocument document, BsonDocument damaged) =>
        !IsUnread(collection, path)
        && KindOf(ValueAt(document, path)) is not "none" and var kind
        && KindOf(ValueAt(damaged, path)) is not "none" and var found
        && kind != found
        // A shell writes whole numbers as real ones.
        && !path.EndsWith(".after", StringComparison.Ordinal) && !path.EndsWith(".upTo", StringComparison.Ordinal);

    private static bool IsUnread(string collection, string path) => Unread.Any(u => $"{collection}.{path}".StartsWith(u, StringComparison.Ordinal));

    private static string KindOf(BsonValue? value) => value switch
    {
        null or BsonNull => "none",
        BsonInt32 or BsonInt64 => "whole",
        BsonDouble => "real",
        _ => value.BsonType.ToString(),
    };

    private static BsonValue? ValueAt(BsonValue document, string path) =>
        path.Split('.').Aggregate((BsonValue?)document, (place, step) => place switch
        {
            BsonArray list => list.ElementAtOrDefault(int.TryParse(step, CultureInfo.InvariantCulture, out var i) ? i : 0),
            BsonDocument fields => fields.GetValue(step, null),
            _ => null,
        });

    private static string? TreeOf(BsonDocument document) => document["_id"] switch
    {
        BsonString tree => tree.Value == "lock" ? null : tree.Value,
        BsonDocument key => key["tree"].AsString,
        _ => null,
    };

    // Documents with the same fields are read in the same way.
    private static string FormOf(BsonDocument document) => string.Join(",", document.Elements.Select(e => $"{e.Name}:{e.Value.BsonType}{(e.Value is BsonDocument nested ? "{" + FormOf(nested) + "}" : "")}")) + (document.GetValue("status", null) is BsonString status ? status.Value : "");

    private static async Task<Dictionary<string, List<BsonDocument>>> CopyAsync(EngineFixture fixture)
    {
        var copy = new Dictionary<string, List<BsonDocument>>();
        foreach (var name in await fixture.Database.ReadCollectionNamesAsync())
        {
            copy.Add(name, await fixture.ReadAsync(name));
        }

        return copy;
    }

    private static async Task RestoreAsync(EngineFixture fixture, Dictionary<string, List<BsonDocument>> copy)
    {
        foreach (var name in await fixture.Database.ReadCollectionNamesAsync())
        {
            var wanted = copy.GetValueOrDefault(name, []);
            if (!(await fixture.ReadAsync(name)).SequenceEqual(wanted))
            {
                await fixture.Database.GetCollection(name).DeleteManyAsync("{ }");
                await (wanted.Count > 0 ? fixture.Database.GetCollection(name).InsertManyAsync(wanted) : Task.CompletedTask);
            }
        }
    }

    private static async Task ReplaceAsync(EngineFixture fixture, string collection, BsonValue id, BsonDocument document)
    {
        await fixture.Database.GetCollection(collection).DeleteOneAsync(new BsonDocument("_id", id));
        await fixture.Database.GetCollection(collection).InsertOneAsync(document);
    }

    private sealed record Answer(string Command, string Text, bool IsFaultOfTheTool)
    {
        public bool IsChanging => Command is "migrate" or "rollback" or "prune" or "unlock" && !Text.Contains("cannot be read", StringComparison.Ordinal);

        public bool Names(string collection, string path) => Text.Contains("cannot be read", StringComparison.Ordinal) && Text.Contains($"'_migrations.{collection}'", StringComparison.Ordinal) && path.Split('.').Any(step => Text.Contains(step, StringComparison.Ordinal));

        public override string ToString() => $"{Command}: {(Text.Length > 250 ? Text[..250] : Text)}";
    }
}
