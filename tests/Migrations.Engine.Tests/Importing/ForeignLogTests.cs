using Migrations.Engine.Importing;
using MongoDB.Bson;

namespace Migrations.Engine.Tests.Importing;

// Logs as the tools write them.
public sealed class ForeignLogTests
{
    private const string Mongock = "{ _id: ObjectId('64a000000000000000000001'), executionId: '2024-03-01T10:00:00-1', changeId: 'NAME', author: 'ana', timestamp: ISODate('2024-03-0DAYT10:00:00Z'), state: 'STATE', type: 'EXECUTION', changeLogClass: 'com.shop.NAME', changeSetMethod: 'execution', executionMillis: NumberLong(12), executionHostname: 'h' }";
    private const string Flamingock = "{ _id: ObjectId('64a000000000000000000001'), executionId: 'e', stageId: 'default', changeId: 'NAME', author: 'ana', timestamp: ISODate('2025-03-0DAYT10:00:00Z'), state: 'STATE', type: 'STANDARD_CODE', changeClass: 'com.shop.NAME' }";

    [Test]
    public void migrate_mongo_names_its_files_and_their_beginning_is_an_id()
    {
        var read = Read(
            ForeignTool.MigrateMongo,
            "{ _id: ObjectId('64a000000000000000000002'), fileName: '20240202090000-split_names.js', appliedAt: ISODate('2024-02-02T09:30:00Z'), migrationBlock: NumberLong(1706866200000) }",
            "{ _id: ObjectId('64a000000000000000000001'), fileName: '20240101090000-add-index.js', fileHash: 'ab12', appliedAt: ISODate('2024-01-01T09:30:00Z') }");

        Assert.That(read.Select(m => (m.Name, m.Ids[0])), Is.EqualTo(new[] { ("20240101090000-add-index.js", "20240101090000"), ("20240202090000-split_names.js", "20240202090000") }));
        Assert.That(read[0].At, Is.EqualTo(new DateTime(2024, 1, 1, 9, 30, 0, DateTimeKind.Utc)));
    }

    [Test]
    public void A_script_of_migrate_mongo_that_was_changed_and_ran_again_is_one_migration()
    {
        var read = Read(
            ForeignTool.MigrateMongo,
            "{ fileName: '1-a.js', fileHash: 'old', appliedAt: ISODate('2024-01-01T00:00:00Z') }",
            "{ fileName: '1-a.js', fileHash: 'new', appliedAt: ISODate('2024-01-02T00:00:00Z') }");

        Assert.That(read.Select(m => m.At!.Value.Day), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void MongoDBMigrations_writes_every_way_and_the_last_one_counts()
    {
        var read = Read(
            ForeignTool.MongoDbMigrations,
            "{ _id: 'a', n: 'Add index', v: '1.0.0', d: true, applied: ISODate('2024-01-01T00:00:00Z') }",
            "{ _id: 'b', n: 'Split', v: '1.1.0', d: true, applied: ISODate('2024-01-02T00:00:00Z') }",
            "{ _id: 'c', n: 'Split', v: '1.1.0', d: false, applied: ISODate('2024-01-03T00:00:00Z') }",
            "{ _id: 'd', n: 'Rename', v: '1.2.0', d: false, applied: ISODate('2024-01-03T00:00:00Z') }",
            "{ _id: 'e', n: 'Rename', v: '1.2.0', d: true, applied: ISODate('2024-01-04T00:00:00Z') }");

        Assert.That(read.Select(m => m.Version), Is.EqualTo(new[] { "1.0.0", "1.2.0" }));
    }

    [TestCase("{ _id: ObjectId('64a000000000000000000001'), Version: { Major: 1, Minor: 2, Patch: 3 }, Name: 'Index', AppliedAt: ISODate('2024-01-01T00:00:00Z') }")]
    [TestCase("{ _id: ObjectId('64a000000000000000000001'), version: { Major: 1, Minor: 2, Patch: 3 }, name: 'Index', appliedAt: ISODate('2024-01-01T00:00:00Z') }")]
    public void Kot_writes_the_parts_of_a_version(string entry) => Assert.That(Read(ForeignTool.KotMigrations, entry).Select(m => (m.Name, m.Version)), Is.EqualTo(new[] { ("1.2.3", "1.2.3") }));

    [Test]
    public void Mongo_Migration_writes_the_class_and_the_version() =>
        Assert.That(Read(ForeignTool.MongoMigration, "{ _id: ObjectId('64a000000000000000000001'), MigrationId: 'Shop.Migrations.M100_AddCar', Version: '1.0.0' }").Select(m => m.Version), Is.EqualTo(new[] { "1.0.0" }));

    [Test]
    public void The_newest_execution_of_a_Mongock_change_counts() =>
        Assert.That(
            Read(ForeignTool.Mongock, Of(Mongock, "a", "FAILED", 1), Of(Mongock, "a", "EXECUTED", 2), Of(Mongock, "a", "IGNORED", 3), Of(Mongock, "b", "EXECUTED", 1), Of(Mongock, "b", "ROLLED_BACK", 2)).Select(m => m.Name),
            Is.EqualTo(new[] { "a" }));

    [Test]
    public void What_Mongock_does_for_itself_and_before_a_change_is_no_migration()
    {
        var before = Of(Mongock, "a_before", "EXECUTED", 2).Replace("'EXECUTION'", "'BEFORE_EXECUTION'", StringComparison.Ordinal);
        var failedBefore = Of(Mongock, "a_before", "FAILED", 1).Replace("'EXECUTION'", "'BEFORE_EXECUTION'", StringComparison.Ordinal);
        var own = Of(Mongock, "system-change-00001", "EXECUTED", 1).Replace("'EXECUTION'", "'EXECUTION', systemChange: true", StringComparison.Ordinal);

        Assert.That(Read(ForeignTool.Mongock, own, failedBefore, before, Of(Mongock, "a", "EXECUTED", 3)).Select(m => m.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(() => Read(ForeignTool.Mongock, failedBefore), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ImportUnfinished));
    }

    [Test]
    public void Old_entries_of_Mongock_without_a_state_were_executed() =>
        Assert.That(Read(ForeignTool.Mongock, "{ changeId: 'a', author: 'ana', timestamp: ISODate('2019-01-01T00:00:00Z'), changeLogClass: 'c', changeSetMethod: 'm' }").Select(m => m.Name), Is.EqualTo(new[] { "a" }));

    [Test]
    public void Changes_with_the_same_id_are_told_apart_by_their_author() =>
        Assert.That(Read(ForeignTool.Mongock, Of(Mongock, "a", "EXECUTED", 1), Of(Mongock, "a", "EXECUTED", 2).Replace("'ana'", "'ben'", StringComparison.Ordinal)).Select(m => m.Name), Is.EqualTo(new[] { "ana/a", "ben/a" }));

    [TestCase("ROLLED_BACK")]
    [TestCase("EXECUTED")]
    public void The_author_is_in_the_name_whatever_became_of_the_other_change(string state) =>
        Assert.That(Read(ForeignTool.Mongock, Of(Mongock, "a", "EXECUTED", 1), Of(Mongock, "a", state, 2).Replace("'ana'", "'ben'", StringComparison.Ordinal)).Select(m => m.Name), Does.Contain("ana/a"));

    [TestCase("APPLIED", true)]
    [TestCase("MANUAL_MARKED_AS_APPLIED", true)]
    [TestCase("ROLLED_BACK", false)]
    [TestCase("MANUAL_MARKED_AS_ROLLED_BACK", false)]
    public void The_last_step_of_a_Flamingock_change_counts(string state, bool isApplied) =>
        Assert.That(Read(ForeignTool.Flamingock, Of(Flamingock, "a", state, 1), Of(Flamingock, "a", "STARTED", 1)).Any(), Is.EqualTo(isApplied));

    [TestCase(nameof(ForeignTool.Mongock), Mongock, "FAILED")]
    [TestCase(nameof(ForeignTool.Mongock), Mongock, "ROLLBACK_FAILED")]
    [TestCase(nameof(ForeignTool.Flamingock), Flamingock, "STARTED")]
    [TestCase(nameof(ForeignTool.Flamingock), Flamingock, "FAILED")]
    public void What_did_not_finish_is_refused_unless_it_is_ignored(string tool, string template, string state)
    {
        var documents = new[] { BsonDocument.Parse(Of(template, "a", "EXECUTED", 1)), BsonDocument.Parse(Of(template, "b", state, 2)) };

        var failure = Assert.Throws<MigrationException>(() => ForeignLog.Of(Enum.Parse<ForeignTool>(tool)).Read("log", documents, []));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.ImportUnfinished));
        Assert.That(failure.Message, Does.Contain($"'b': {state}").And.Not.Contain("'a'"));
        Assert.That(ForeignLog.Of(Enum.Parse<ForeignTool>(tool)).Read("log", documents, ["b"]).Select(m => m.Name), Is.EqualTo(new[] { "a" }));
    }

    [TestCase(nameof(ForeignTool.MigrateMongo), "{ fileName: 'a.js' }", "appliedAt")]
    [TestCase(nameof(ForeignTool.MigrateMongo), "{ fileName: 1, appliedAt: ISODate('2024-01-01T00:00:00Z') }", "fileName")]
    [TestCase(nameof(ForeignTool.MigrateMongo), "{ _id: 'x', n: 'Add', v: '1.0.0', d: true, applied: ISODate('2024-01-01T00:00:00Z') }", "fileName")]
    [TestCase(nameof(ForeignTool.MongoDbMigrations), "{ n: 'Add', v: 'one', d: true, applied: ISODate('2024-01-01T00:00:00Z') }", "'v'")]
    [TestCase(nameof(ForeignTool.MongoDbMigrations), "{ n: 'Add', v: '1.x.0', d: true, applied: ISODate('2024-01-01T00:00:00Z') }", "'v'")]
    [TestCase(nameof(ForeignTool.MongoDbMigrations), "{ n: 'Add', v: '1.0.0', applied: ISODate('2024-01-01T00:00:00Z') }", "'d'")]
    [TestCase(nameof(ForeignTool.KotMigrations), "{ Version: '1.0.0', Name: 'a', AppliedAt: ISODate('2024-01-01T00:00:00Z') }", "'Version'")]
    [TestCase(nameof(ForeignTool.KotMigrations), "{ Version: { Major: 1, Minor: 'x', Patch: 0 }, Name: 'a', AppliedAt: ISODate('2024-01-01T00:00:00Z') }", "Version.Minor")]
    [TestCase(nameof(ForeignTool.MongoMigration), "{ Version: '1.0.0' }", "MigrationId")]
    [TestCase(nameof(ForeignTool.Mongock), "{ changeId: 'a', timestamp: ISODate('2024-01-01T00:00:00Z'), state: 'DONE' }", "'state'")]
    [TestCase(nameof(ForeignTool.Mongock), "{ author: 'a' }", "'changeId'")]
    [TestCase(nameof(ForeignTool.Flamingock), "{ changeId: 'a', timestamp: ISODate('2024-01-01T00:00:00Z') }", "'state'")]
    public void What_the_tool_would_not_write_is_refused_with_its_field(string tool, string entry, string field)
    {
        var failure = Assert.Throws<MigrationException>(() => Read(Enum.Parse<ForeignTool>(tool), entry));

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.ImportLogUnreadable));
        Assert.That(failure.Message, Does.Contain(field));
    }

    [TestCase(nameof(ForeignTool.MigrateMongo), "{ fileName: 'a.js', appliedAt: ISODate('2024-01-01T00:00:00Z') }")]
    [TestCase(nameof(ForeignTool.MigrateMongo), "{ fileName: 'a.js', fileHash: 'same', appliedAt: ISODate('2024-01-01T00:00:00Z') }")]
    [TestCase(nameof(ForeignTool.KotMigrations), "{ Version: { Major: 1, Minor: 2, Patch: 3 }, Name: 'a', AppliedAt: ISODate('2024-01-01T00:00:00Z') }")]
    [TestCase(nameof(ForeignTool.MongoMigration), "{ MigrationId: 'A', Version: '1.0.0' }")]
    public void A_migration_that_is_there_twice_is_refused(string tool, string entry) =>
        Assert.That(() => Read(Enum.Parse<ForeignTool>(tool), entry, entry), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ImportLogUnreadable).And.Message.Contains("2 times"));

    [Test]
    public void Entries_of_the_same_time_that_contradict_each_other_are_refused() =>
        Assert.That(() => Read(ForeignTool.Mongock, Of(Mongock, "a", "EXECUTED", 1), Of(Mongock, "a", "ROLLED_BACK", 1)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ImportLogUnreadable));

    private static string Of(string template, string name, string state, int day) =>
        template.Replace("NAME", name, StringComparison.Ordinal).Replace("STATE", state, StringComparison.Ordinal).Replace("DAY", $"{day}", StringComparison.Ordinal);

    [Test]
    public void A_slip_in_a_name_to_leave_out_is_refused() =>
        Assert.That(() => ForeignLog.Of(ForeignTool.Mongock).Read("log", [BsonDocument.Parse(Of(Mongock, "add-bar", "EXECUTED", 1))], ["add-baar"]), Throws.TypeOf<MigrationException>().With.Message.Contains("'--ignore add-baar' leaves nothing out").And.Message.Contains("Did you mean add-bar?"));

    private static IReadOnlyList<ForeignMigration> Read(ForeignTool tool, params string[] entries) => ForeignLog.Of(tool).Read("log", [.. entries.Select(e => BsonDocument.Parse(e))], []);
}
