using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Kinds.Raw;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.TestKit;
using Migrations.Engine.Tests.Passes.Batches;

namespace Migrations.Engine.Tests.Passes.Scanning;

public sealed class ShardingTests
{
    [Test]
    public async Task A_collection_that_no_cluster_holds_is_not_asked_about()
    {
        await using var channel = new RecordingChannel();

        var sharding = await new ShardingReader(channel, "shop", "orders").ReadAsync(DeploymentKind.ReplicaSet, CancellationToken.None);

        Assert.That(sharding, Is.SameAs(Sharding.None));
        Assert.That(channel.Commands, Is.Empty);
    }

    [Test]
    public async Task The_chunks_of_a_collection_sharded_by_id_are_its_cuts()
    {
        await using var channel = Cluster("""{ "_id": 1 }""", "10", "20", "\"a\"");

        var sharding = await ReadAsync(channel);
        var ranges = await new RangePlanner(channel, "shop", "orders").PlanAsync(3, sharding, CancellationToken.None);

        Assert.That(sharding.KeyPaths, Is.Empty);
        Assert.That(ranges.Where(r => r.UpTo is not null).Select(r => r.UpTo), Is.EqualTo(new BsonValue[] { 10, 20 }));
        Assert.That(channel.Commands.Select(c => c.Name), Has.None.EqualTo("aggregate"));
    }

    [Test]
    public async Task Where_the_chunks_are_too_few_the_cuts_are_drawn()
    {
        await using var channel = Cluster("""{ "_id": 1 }""", "10");

        await new RangePlanner(channel, "shop", "orders").PlanAsync(32, await ReadAsync(channel), CancellationToken.None);

        Assert.That(channel.Commands.Select(c => c.Name), Has.Some.EqualTo("aggregate"));
    }

    [TestCase("""{ "_id": "hashed" }""")]
    [TestCase("""{ "region": 1, "_id": 1 }""")]
    public async Task Chunks_that_are_not_cut_by_id_are_not_read(string key)
    {
        await using var channel = Cluster(key, "10");

        Assert.That((await ReadAsync(channel)).Cuts, Is.Empty);
        Assert.That(channel.Commands, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_user_who_may_not_read_the_clusters_metadata_gets_the_usual_ranges()
    {
        await using var channel = new RecordingChannel().Fail("find", 13, "Unauthorized");

        Assert.That(await ReadAsync(channel), Is.SameAs(Sharding.None));
    }

    [Test]
    public async Task An_update_names_the_shard_key_as_far_as_the_document_has_it()
    {
        var sharding = new Sharding { KeyPaths = ["region", "address.zip", "absent", "region.code"] };
        using var page = Effects.Page(BsonDocument.Parse("""{ "_id": 1, "region": "eu", "address": { "zip": 80331 }, "code": "a" }"""));
        using var batch = Batch.Create(page, new RawTransform((_, update) => update.Set("code", "b"), TypeRewriting.None), f => throw f.Cause!, sharding: sharding);
        await using var channel = new RecordingChannel();

        await new BatchWriter(channel, "shop", "orders").WriteGuardedAsync(batch.Changes, CancellationToken.None);

        Assert.That(batch.Changes[0].Filter.ToString(), Is.EqualTo("""{ "_id" : 1, "region" : "eu", "address.zip" : 80331 }"""));
        Assert.That(channel.Transcript, Does.Contain("\"region\"").And.Contain("$expr"));
    }

    private static Task<Sharding> ReadAsync(RecordingChannel channel) => new ShardingReader(channel, "shop", "orders").ReadAsync(DeploymentKind.Sharded, CancellationToken.None);

    private static RecordingChannel Cluster(string key, params string[] chunks) => new RecordingChannel()
        .ReplyWithDocuments("find", $$"""{ "_id": "shop.orders", "key": {{key}}, "uuid": { "$uuid": "7f5d2e9a-0b7c-4c35-9c52-1f6b9c7e2d10" } }""")
        .ReplyWithDocuments("find", [.. chunks.Prepend("""{ "$minKey": 1 }""").Select(c => $$"""{ "min": { "_id": {{c}} } }""")]);
}
