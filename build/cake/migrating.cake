// The repository's own plugin in migrations/, run by the repository's own aliases. Without MIGRATIONS_CONNECTION the local server is asked for by name, because with
// CI=true it is not used otherwise; --no-local-server rules it out. Sample data are loaded into it, never into a named server.
var host = File($"artifacts/bin/Migrations.Host/{configuration.ToLowerInvariant()}/migrations.dll");
var plugin = File($"artifacts/bin/migrations/{configuration.ToLowerInvariant()}/migrations.dll");
var keepsLocalServerOut = MigrationsFromArguments<MigrationsSettings>("status").NoLocalServer;
if (EnvironmentVariable("MIGRATIONS_CONNECTION") is null && !keepsLocalServerOut)
{
    System.Environment.SetEnvironmentVariable("MIGRATIONS_CONNECTION", "local");
}

var isLocal = EnvironmentVariable("MIGRATIONS_CONNECTION") == "local";

// The requested options, for this repository's plugin.
T Given<T>(string command) where T : MigrationsSettings, new() => OfThisRepository(MigrationsFromArguments<T>(command));

T OfThisRepository<T>(T settings) where T : MigrationsSettings
{
    settings.Host = host;
    settings.Assembly ??= plugin;
    settings.ProjectDirectory ??= Directory("migrations");
    return settings;
}

// A target with the same options as a command of the product.
CakeTaskBuilder MigrationTask<T>(string name, string command, string description, Action<T> run, params string[] others) where T : MigrationsSettings, new() =>
    TakesOptionsOf(Task(name).Description(description), command, others).IsDependentOn("BuildPlugin").Does(() => run(Given<T>(command)));

Task("BuildPlugin").Description("Compiles the host and the plugin.").Takes()
    .Does(() => DotNetBuild("migrations/migrations.csproj", new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("SampleData").Description("Loads sample data into the local server, unless they are there.").Takes("count", "database", "no-local-server", "state-prefix")
    .IsDependentOn("BuildPlugin")
    .WithCriteria(isLocal)
    .Does(() => RunSampleData(NumberOf("count") ?? 10_000));

// 0: there were data already; 10: loaded now. Only the loader knows the position of fresh sample data: at base, and the items at the barrier, like those of release 0.4.0.
void RunSampleData(int count)
{
    var arguments = new ProcessArgumentBuilder().Append("run --project build/sample-data/SampleData.csproj --verbosity quiet --").Append(count.ToString());
    if ((TextOf("database") ?? EnvironmentVariable("MIGRATIONS_DATABASE")) is { Length: > 0 } named)
    {
        arguments.AppendQuoted(named);
    }

    switch (StartProcess("dotnet", new ProcessSettings { Arguments = arguments }))
    {
        case 0:
            break;
        case 10:
            var settings = Given<InitialiseSettings>("status");
            settings.At = "base;items@0.4.0";
            MigrationsInitialise(settings);
            break;
        default:
            throw new CakeException(1, "The sample data could not be loaded. The errors above say why.");
    }
}

MigrationTask<InitialiseSettings>("Initialise", "init", "Records where the database stands.", settings => MigrationsInitialise(settings));
MigrationTask<InitialiseSettings>("Stamp", "stamp", "Records where single trees stand.", settings => MigrationsStamp(settings));
MigrationTask<AcceptSettings>("AcceptMigrations", "accept", "Accepts what somebody has checked: changed migrations, or the data of half-done ones.", settings => MigrationsAccept(settings));

MigrationTask<ImportSettings>("Import", "import", "Records what another tool has applied.", settings => MigrationsImport(settings));

MigrationTask<NewMigrationSettings>("NewMigration", "new", "Creates a migration.", settings =>
{
    settings.RootNamespace ??= "Catalogue";
    MigrationsNew(settings);
});

MigrationTask<AddTreeSettings>("AddMigrationTree", "add-tree", "Creates a tree.", settings => MigrationsAddTree(settings));

MigrationTask<AddRevisionSettings>("AddMigrationRevision", "add-revision", "Creates a revision.", settings =>
{
    settings.RootNamespace ??= "Catalogue";
    MigrationsAddRevision(settings);
});

MigrationTask<FixOrderSettings>("FixMigrationOrder", "fix-order", "Renumbers unreleased migrations behind released ones.", settings => MigrationsFixOrder(settings));
MigrationTask<StatusSettings>("Status", "status", "Shows where the database stands.", settings => MigrationsStatus(settings));
MigrationTask<PlanSettings>("Plan", "plan", "Shows what Migrate would do.", settings => MigrationsPlan(settings));
MigrationTask<RehearseSettings>("Rehearse", "rehearse", "Applies pending migrations and rolls them back in a transaction that is aborted, and compares.", settings => MigrationsRehearse(settings));
MigrationTask<MigrateSettings>("Migrate", "migrate", "Applies pending migrations.", settings => MigrationsMigrate(settings), "count").IsDependentOn("SampleData");
MigrationTask<MigrateSettings>("Rollback", "rollback", "Rolls back.", settings => MigrationsRollback(settings));
MigrationTask<VerifySettings>("Verify", "verify", "The gate: fails unless all is applied, unchanged and consistent.", settings => MigrationsVerify(settings));
MigrationTask<LintSettings>("Lint", "lint", "Checks the plugin without a database.", settings => MigrationsLint(settings));
MigrationTask<PruneSettings>("Prune", "prune", "Deletes the images of finished migrations.", settings => MigrationsPrune(settings));
MigrationTask<HistorySettings>("Trees", "trees", "Shows the trees of the plugin.", settings => MigrationsTrees(settings));
MigrationTask<HistorySettings>("History", "history", "Shows the revisions of the plugin, newest first.", settings => MigrationsHistory(settings));

// A file is relative to where the build was started, not to here.
MigrationTask<GraphSettings>("Graph", "graph", "Draws the plugin's revisions.", settings =>
{
    if (settings.Out is { } file)
    {
        settings.Out = System.IO.Path.Combine(EnvironmentVariable("MIGRATIONS_INVOKED_FROM") ?? "", file.FullPath);
    }

    MigrationsGraph(settings);
});

MigrationTask<JournalSettings>("Journal", "journal", "Shows what was done to the database.", settings => MigrationsJournal(settings));
MigrationTask<EnvironmentSettings>("Environment", "environment", "Shows what the runs worked with.", settings => MigrationsEnvironment(settings));

Task("LocalServer").Description("Starts, stops or shows the local server.").Takes("action").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsLocalServer(TextOf("action") ?? "status", new MigrationsSettings { Host = host }));
