using System.IO.Compression;

namespace Migrations.PackageTests;

public sealed class ConsumerTests
{
    private ConsumerProject _project = null!;

    [SetUp]
    public void Create() => _project = new ConsumerProject();

    [TearDown]
    public void Remove() => _project.Dispose();

    [Test]
    public async Task New_migrations_of_every_kind_compile_as_they_are()
    {
        foreach (var (name, kind, version) in new[] { ("AddFree", "free", "0.1.0"), ("AddCollection", "collection", "0.2.0"), ("AddTyped", "typed", "0.3.0"), ("AddRaw", "raw", "0.4.0"), ("AddTypes", "types", "0.5.0"), ("AddPipeline", "pipeline", "0.6.0"), ("AddFields", "fields", "0.7.0"), ("AddEmit", "emit", "0.8.0") })
        {
            var created = await _project.BuildAsync("-t:NewMigration", $"-p:MigrationName={name}", $"-p:MigrationKind={kind}", "-p:MigrationTree=models", $"-p:MigrationVersion={version}", "-p:MigrationReversible=true");
            Assert.That(created.ExitCode, Is.Zero, created.Text);
            Assert.That(created.Text, Does.Match($@"Created: .*models.\d{{14}}_{name}\.cs"));
        }

        var built = await _project.BuildAsync("-warnaserror");

        Assert.That(built.ExitCode, Is.Zero, built.Text);
    }

    [Test]
    public async Task The_analyzers_and_their_fixes_come_with_the_package()
    {
        const string Forgotten = "context.GetCollection(\"a\").InsertOneAsync(new MongoDB.Bson.BsonDocument(), null, cancellationToken);";
        _project.Write("20260101000001_Forget.cs", $$"""
            using Migrations;

            [Migration("20260101000001", "Forget to await")]
            public sealed class Forget : Migration
            {
                public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
                {
                    {{Forgotten}}
                    return Task.CompletedTask;
                }
            }
            """);

        var built = await _project.BuildAsync();
        var formatted = await DotNet.RunAsync(_project.Folder, "format", "analyzers", "--diagnostics", "MIG1126", "--no-restore");

        Assert.That(built.ExitCode, Is.Zero, built.Text);
        Assert.That(built.Text, Does.Contain("Forget.cs(8,9): warning MIG1126"));
        Assert.That(formatted.ExitCode, Is.Zero, formatted.Text);
        Assert.That(_project.Read("20260101000001_Forget.cs"), Does.Contain("async Task UpAsync").And.Contain("await " + Forgotten).And.Not.Contain("CompletedTask"));
        Assert.That((await _project.BuildAsync("-warnaserror")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_tree_of_lines_is_begun_and_its_next_version_is_that_of_the_project()
    {
        _project.Write("Directory.Build.props", "<Project><PropertyGroup><PackageVersion>1.4.0+4f2a</PackageVersion></PropertyGroup></Project>");

        var tree = await _project.BuildAsync("-t:AddMigrationTree", "-p:MigrationName=datasets", "-p:MigrationLines=Integer%2CUuid", "-p:MigrationDefaultLine=Integer", "-p:MigrationDescription=What is stored");
        var revision = await _project.BuildAsync("-t:AddMigrationRevision", "-p:MigrationTree=datasets", "-p:MigrationLine=Integer", "-p:MigrationVersion=1.0.0", "-p:MigrationKind=collection");
        var next = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=AddBaz", "-p:MigrationTree=datasets", "-p:MigrationLine=Uuid", "-p:MigrationVersion=next", "-p:MigrationWithSetup=true");
        var oneShot = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=IntToUuid", "-p:MigrationTree=datasets", "-p:MigrationOneShot=int_to_uuid", "-p:MigrationFrom=Integer@1.0.0", "-p:MigrationTo=Uuid@1.4.0");
        var impossible = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=End", "-p:MigrationTree=datasets", "-p:MigrationLine=Uuid", "-p:MigrationFinal=true", "-p:MigrationWithSetup=true");
        var unordered = await _project.BuildAsync("-t:FixMigrationOrder", "-p:MigrationDryRun=true");
        var trees = await _project.BuildAsync("-t:MigrationTrees");
        var oneShots = await _project.BuildAsync("-t:MigrationTrees", "-p:MigrationOneShot=true");

        foreach (var (output, file) in new[] { (tree, "Tree.cs"), (revision, "_Integer1_0_0.cs"), (next, "_AddBaz.cs"), (oneShot, "_IntToUuid.cs") })
        {
            Assert.That(output.ExitCode, Is.Zero, output.Text);
            Assert.That(output.Text, Does.Match($"Created: .*datasets.*{file}"));
        }

        Assert.That(impossible.Text, Does.Contain("error MIG1005: Final and WithSetup"));
        Assert.That(unordered.Text, Does.Contain("error MIG1011").And.Contain("not in a readable git repository"));
        Assert.That(trees.ExitCode, Is.Zero, trees.Text);
        Assert.That(trees.Text, Does.Contain("Uuid").And.Contain("1.4.0").And.Not.Contain("4f2a"));
        Assert.That(oneShots.Text, Does.Contain("int_to_uuid"));
    }

    [Test]
    public async Task A_name_comes_from_the_command_line_only_and_nothing_is_overwritten()
    {
        var forgotten = await _project.BuildAsync(new Dictionary<string, string> { ["NAME"] = "somehost" }, "-t:NewMigration");
        var bad = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=../evil");
        var first = await _project.BuildAsync("-t:NewMigration", "-p:migrationname=AddBaz");
        var second = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=AddBaz");

        Assert.That(forgotten.Text, Does.Contain("error MIG1001"));
        Assert.That(bad.Text, Does.Contain("error MIG1003"));
        Assert.That(first.ExitCode, Is.Zero, first.Text);
        Assert.That(second.Text, Does.Contain("error MIG1004"));
        Assert.That(Directory.GetFiles(Path.Combine(_project.Folder, "main")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_migration_is_created_also_when_the_project_does_not_compile()
    {
        _project.Write("broken.cs", "this is no C#");

        var created = await _project.BuildAsync("-t:NewMigration", "-p:MigrationName=AddBaz");

        Assert.That(created.ExitCode, Is.Zero, created.Text);
    }

    [Test]
    public async Task The_way_of_a_release_works_and_keeps_the_password()
    {
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);

        var refused = await _project.BuildAsync("-t:Migrate");
        var initialised = await _project.BuildAsync("-t:InitialiseSchemaVersion");
        var planned = await _project.BuildAsync("-t:PlanMigrations");
        var gate = await _project.BuildAsync("-t:VerifyMigrations");
        var migrated = await _project.BuildAsync("-t:Migrate", "-bl:run.binlog");
        var verified = await _project.BuildAsync("-t:VerifyMigrations");
        var back = await _project.BuildAsync("-t:RollbackMigrations", "-p:MigrationDistance=1");

        Assert.That(refused.Text, Does.Contain("error MIG1301"));
        Assert.That(initialised.ExitCode, Is.Zero, initialised.Text);
        Assert.That(planned.ExitCode, Is.Zero, planned.Text);
        Assert.That(gate.Text, Does.Contain("error MIG1702"));
        Assert.That(migrated.ExitCode, Is.Zero, migrated.Text);
        Assert.That(verified.ExitCode, Is.Zero, verified.Text);
        Assert.That(back.ExitCode, Is.Zero, back.Text);
        Assert.That(ReadBinaryLog("run.binlog"), Does.Contain("AddOne").And.Not.Contain(Packages.ConnectionString));
    }

    [Test]
    public async Task The_graph_and_what_the_database_remembers_of_it_are_shown()
    {
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);
        await _project.BuildAsync("-t:InitialiseSchemaVersion");
        await _project.BuildAsync("-t:Migrate");

        var trees = await _project.BuildAsync("-t:MigrationTrees");
        var history = await _project.BuildAsync("-t:MigrationHistory", "-p:MigrationTree=models", "-p:MigrationVerbose=true");
        var graph = await _project.BuildAsync("-t:MigrationGraph", "-p:MigrationFormat=svg", "-p:MigrationOut=graph.svg");
        var accepted = await _project.BuildAsync("-t:AcceptMigrations", "-p:MigrationAt=models@20260101000001");
        var unnamed = await _project.BuildAsync("-t:AcceptMigrations");
        var stamped = await _project.BuildAsync("-t:StampSchemaVersion", "-p:MigrationAt=models@base%3B", "-p:MigrationForce=true", "-p:MigrationDryRun=true");

        Assert.That(trees.Text, Does.Match(@"models\s+1 revision, head 20260101000001"));
        Assert.That(history.Text, Does.Match(@"<base> -> 20260101000001 \(models\) \(head\) \(current\), Add one[\s\S]*state: applied, "));
        Assert.That(graph.Text, Does.Match(@"Created: .*graph\.svg"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_project.Folder, "graph.svg")), Does.Contain("Add one").And.EndWith("</svg>\n"));
        Assert.That(accepted.ExitCode, Is.Zero, accepted.Text);
        Assert.That(accepted.Text, Does.Contain("Nothing to accept"));
        Assert.That(unnamed.ExitCode, Is.Not.Zero);
        Assert.That(unnamed.Text, Does.Contain("error MIG1901"));
        Assert.That(stamped.Text, Does.Contain("models: base").And.Contain("Nothing was stored."));
    }

    // A file of arguments would bring what stands in it into the build's log.
    [Test]
    public async Task A_value_that_begins_with_an_at_sign_is_not_a_file()
    {
        _project.Write("AddOne.cs", SampleMigrations.AddOne);
        _project.Write("secret.txt", "sesame-of-this-test");

        var history = await _project.BuildAsync("-t:MigrationHistory", "-p:MigrationTree=@secret.txt", "-v:n");

        Assert.That(history.ExitCode, Is.Not.Zero);
        Assert.That(history.Text, Does.Contain("MIG1901").And.Contain("'@secret.txt'").And.Not.Contain("sesame"));
    }

    [Test]
    public async Task Without_a_connection_string_a_build_may_keep_the_local_server_out()
    {
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);

        var refused = await _project.BuildAsync(new Dictionary<string, string> { ["MIGRATIONS_CONNECTION"] = DotNet.Unset, ["CI"] = DotNet.Unset }, "-t:Migrate", "-p:MigrationNoLocalServer=true");
        var unclear = await _project.BuildAsync("-t:Migrate", "-p:MigrationNoLocalServer=perhaps");

        Assert.That(refused.Text, Does.Contain("error MIG1016"));
        Assert.That(unclear.Text, Does.Contain("error MIG1005").And.Contain("NoLocalServer"));
    }

    [Test]
    public async Task A_failing_migration_is_an_error_at_its_own_line()
    {
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne.Replace("collection.InsertOneAsync(new() { { \"_id\", 1 } }, cancellationToken: cancellationToken)", "throw new InvalidOperationException(\"Not today.\")", StringComparison.Ordinal));
        await _project.BuildAsync("-t:InitialiseSchemaVersion");

        var failed = await _project.BuildAsync("-t:Migrate");

        Assert.That(failed.ExitCode, Is.Not.Zero);
        Assert.That(failed.Text, Does.Match(@"AddOne\.cs\(13,1\): error MIG1601: .*Not today"));
    }

    [Test]
    public async Task A_duplicate_id_is_a_compiler_error()
    {
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);
        _project.Write("models/AddTwo.cs", SampleMigrations.AddOne.Replace("AddOne", "AddTwo", StringComparison.Ordinal));

        var built = await _project.BuildAsync();

        Assert.That(built.Text, Does.Contain("error MIG1113"));
    }

    [Test]
    public async Task A_project_of_several_frameworks_has_the_targets_too()
    {
        using var project = new ConsumerProject("<TargetFrameworks>net10.0</TargetFrameworks>");

        var created = await project.BuildAsync("-t:NewMigration", "-p:MigrationName=AddBaz");

        Assert.That(created.ExitCode, Is.Zero, created.Text);
        Assert.That(created.Text, Does.Contain("Created: "));
    }

    private string ReadBinaryLog(string file)
    {
        using var log = new GZipStream(File.OpenRead(Path.Combine(_project.Folder, file)), CompressionMode.Decompress);
        using var text = new StreamReader(log, System.Text.Encoding.Latin1);
        return text.ReadToEnd();
    }
}
