namespace Migrations.PackageTests;

// Projects of which all is generated: strict ones, new ones, and those that nobody has filled in yet.
public sealed class GeneratedProjectTests
{
    private const string Strict = """
        <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
        <GenerateDocumentationFile>true</GenerateDocumentationFile>
        <AnalysisMode>All</AnalysisMode>
        <AnalysisLevel>latest</AnalysisLevel>
        <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
        <!-- What every assembly that is analysed so has to answer for itself. -->
        <NoWarn>$(NoWarn);CA1014</NoWarn>
        """;

    // Of the names of the seeds, one each.
    private static readonly (string Name, string Kind, string Class)[] Migrations =
    [
        ("foo", "free", "Foo"), ("add-baz", "collection", "AddBaz"), ("Add typed notes", "typed", "AddTypedNotes"), ("Größe", "raw", "Größe"), ("2fa", "types", "M2fa"), ("class", "pipeline", "ClassMigration"), ("add_fields", "fields", "AddFields"), ("AddEmit", "emit", "AddEmit"),
    ];

    [TestCase("<ImplicitUsings>disable</ImplicitUsings><Nullable>disable</Nullable><RootNamespace>Shop.Migrations</RootNamespace>")]
    [TestCase("<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><RootNamespace>Shop.Migration</RootNamespace>")]
    public async Task All_that_is_generated_compiles_in_the_strictest_project(string properties)
    {
        using var project = new ConsumerProject(properties: Strict + properties);
        project.Write(".editorconfig", "root = true\n\n[*.cs]\ndotnet_diagnostic.IDE0005.severity = warning\n");
        foreach (var (name, kind, type) in Migrations)
        {
            var created = await project.BuildAsync("-t:NewMigration", $"-p:MigrationName={name}", $"-p:MigrationKind={kind}", "-p:MigrationTree=models", "-p:MigrationWithSetup=true", "-p:MigrationReversible=true");
            Assert.That(created.Text, Does.Match($@"Created: .*models.\d{{14}}_{type}\.cs"));
        }

        foreach (string[] arguments in new[] { new[] { "-t:NewMigration", "-p:MigrationName=Epoch", "-p:MigrationTree=ends", "-p:MigrationFinal=true" }, ["-t:AddMigrationTree", "-p:MigrationName=datasets", "-p:MigrationDescription=What is stored"], ["-t:AddMigrationRevision", "-p:MigrationTree=datasets", "-p:MigrationLine=Uuid", "-p:MigrationVersion=1.0.0", "-p:MigrationName=create sets"] })
        {
            var created = await project.BuildAsync(arguments);
            Assert.That(created.ExitCode, Is.Zero, created.Text);
        }

        var built = await project.BuildAsync();

        Assert.That(built.ExitCode, Is.Zero, built.Text);
    }

    [Test]
    public async Task A_new_project_has_no_migrations_yet_which_is_not_a_fault()
    {
        using var project = new ConsumerProject();
        foreach (var target in new[] { "MigrationStatus", "PlanMigrations", "VerifyMigrations", "RehearseMigrations", "MigrationTrees", "MigrationHistory", "MigrationGraph", "MigrationJournal", "InitialiseSchemaVersion", "Migrate", "VerifyMigrations", "MigrationStatus" })
        {
            var run = await project.BuildAsync($"-t:{target}", "-warnaserror");

            Assert.That(run.ExitCode, Is.Zero, target + run.Text);
            Assert.That(run.Text, Does.Contain("No migrations yet").And.Contain("-t:NewMigration -p:MigrationName=AddBaz"), target);
        }
    }

    [Test]
    public async Task A_stub_in_one_tree_is_an_error_at_its_line_and_others_are_migrated()
    {
        using var project = new ConsumerProject();
        project.Write("models/AddOne.cs", SampleMigrations.AddOne);
        await project.BuildAsync("-t:NewMigration", "-p:MigrationName=rename later", "-p:MigrationTree=notes", "-p:MigrationKind=fields");
        await project.BuildAsync("-t:InitialiseSchemaVersion");

        var planned = await project.BuildAsync("-t:PlanMigrations");
        var migrated = await project.BuildAsync("-t:Migrate");
        var status = await project.BuildAsync("-t:MigrationStatus");
        var gate = await project.BuildAsync("-t:VerifyMigrations");

        Assert.That(planned.ExitCode, Is.Zero, planned.Text);
        Assert.That(planned.Text, Does.Contain("not written yet").And.Contain("warning MIG1426"));
        foreach (var refused in new[] { migrated, gate })
        {
            Assert.That(refused.ExitCode, Is.Not.Zero, refused.Text);
            Assert.That(refused.Text, Does.Match(@"notes.\d{14}_RenameLater\.cs\(\d+,1\): error MIG1426: .*Define does nothing but throw"));
        }

        Assert.That(migrated.Text, Does.Contain("1 migration(s) applied"));
        Assert.That(status.Text, Does.Match(@"models.*Add one.*applied").And.Match("notes.*Rename later.*pending, not written yet"));
    }
}
