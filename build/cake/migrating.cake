// The repository's own plugin in migrations/, run by the repository's own aliases. Without MIGRATIONS_CONNECTION the local server is asked for by name, because with
// CI=true nothing else brings it in; --no-local-server keeps it out. Sample data are loaded into it, never into a server that was named.
var host = File($"artifacts/bin/Migrations.Host/{configuration.ToLowerInvariant()}/migrations.dll");
var plugin = File($"artifacts/bin/migrations/{configuration.ToLowerInvariant()}/migrations.dll");
var noLocalServer = FlagOf("no-local-server");
if (EnvironmentVariable("MIGRATIONS_CONNECTION") is null && !noLocalServer)
{
    System.Environment.SetEnvironmentVariable("MIGRATIONS_CONNECTION", "local");
}

var isLocal = EnvironmentVariable("MIGRATIONS_CONNECTION") == "local";

var database = new[] { "database", "no-local-server", "migrations-tree", "output" };
string[] run = [.. database, "to", "distance", "via", "from", "late", "option", "force", "accept-changed", "accept-half-done", "transaction", "workers", "on-document-error", "limit-errors", "max-replication-lag", "confirm", "lock-wait", "dry-run"];
string[] plan = [.. run, "rollback"];

// Cake itself has a flag --tree, so ours is called --migrations-tree.
T Common<T>(T settings) where T : MigrationsSettings
{
    settings.Host = host;
    settings.Assembly = plugin;
    settings.ProjectDirectory = Directory("migrations");
    settings.Database = TextOf("database");
    settings.NoLocalServer = noLocalServer;
    settings.Tree = TextOf("migrations-tree");
    settings.Json = Output() == "json";
    return settings;
}

MigrateSettings Target() => Common(new MigrateSettings
{
    To = TextOf("to"),
    Distance = NumberOf("distance"),
    Via = TextOf("via"),
    From = TextOf("from"),
    Late = TextOf("late"),
    Option = TextOf("option"),
    Force = FlagOf("force"),
    AcceptChanged = TextOf("accept-changed"),
    AcceptHalfDone = TextOf("accept-half-done"),
    Rollback = FlagOf("rollback"),
    Confirm = TextOf("confirm"),
    LockWait = NumberOf("lock-wait"),
    DryRun = FlagOf("dry-run"),
    Transaction = TextOf("transaction"),
    Workers = NumberOf("workers"),
    OnDocumentError = TextOf("on-document-error"),
    LimitErrors = NumberOf("limit-errors"),
    MaxReplicationLag = NumberOf("max-replication-lag"),
});

InitialiseSettings Position() => Common(new InitialiseSettings { At = TextOf("at"), Force = FlagOf("force"), DryRun = FlagOf("dry-run"), Confirm = TextOf("confirm"), LockWait = NumberOf("lock-wait") });

HistorySettings Shown() => Common(new HistorySettings { Verbose = FlagOf("verbose"), OneShot = FlagOf("one-shot") });

Task("BuildPlugin").Description("Compiles the host and the plugin.").Takes()
    .Does(() => DotNetBuild("migrations/migrations.csproj", new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("SampleData").Description("Loads sample data into the local server, unless they are there.").Takes("count", "database", "no-local-server")
    .IsDependentOn("BuildPlugin")
    .WithCriteria(isLocal)
    .Does(() => RunSampleData(NumberOf("count") ?? 10_000));

// 0: there were data already; 10: loaded now. Where fresh sample data stand only the loader can know: at base, and the items at the barrier, as those of release 0.4.0.
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
            MigrationsInitialise(Common(new InitialiseSettings { At = "base;items@0.4.0" }));
            break;
        default:
            throw new CakeException(1, "The sample data could not be loaded. What went wrong stands above.");
    }
}

Task("Initialise").Description("Records where the database stands.").Takes([.. database, "at", "force", "dry-run", "confirm", "lock-wait"]).IsDependentOn("BuildPlugin").Does(() => MigrationsInitialise(Position()));

Task("Stamp").Description("Records where single trees stand.").Takes([.. database, "at", "force", "dry-run", "confirm", "lock-wait"]).IsDependentOn("BuildPlugin").Does(() => MigrationsStamp(Position()));

Task("AcceptMigrations").Description("Accepts what somebody has looked at: changed migrations, or the data of half done ones.").Takes([.. database, "at", "as", "confirm", "lock-wait"]).IsDependentOn("BuildPlugin")
    .Does(() => MigrationsAccept(Common(new AcceptSettings { At = TextOf("at"), As = TextOf("as"), Confirm = TextOf("confirm"), LockWait = NumberOf("lock-wait") })));

Task("NewMigration").Description("Creates a migration.").Takes("name", "migrations-tree", "kind", "version-name", "line", "one-shot", "from", "to", "final", "with-setup", "reversible", "collection", "class").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsNew(Common(new NewMigrationSettings
    {
        Name = TextOf("name"),
        Kind = TextOf("kind"),
        Version = TextOf("version-name"),
        Line = TextOf("line"),
        OneShot = TextOf("one-shot"),
        From = TextOf("from"),
        To = TextOf("to"),
        Final = FlagOf("final"),
        WithSetup = FlagOf("with-setup"),
        Reversible = FlagOf("reversible"),
        Collection = TextOf("collection"),
        Class = TextOf("class"),
        RootNamespace = "Catalogue",
    })));

Task("AddMigrationTree").Description("Creates a tree.").Takes("name", "lines", "default-line", "tree-description", "declared-by-application").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsAddTree(Common(new AddTreeSettings
    {
        Name = TextOf("name"),
        Lines = TextOf("lines"),
        DefaultLine = TextOf("default-line"),
        Description = TextOf("tree-description"),
        DeclaredByApplication = FlagOf("declared-by-application"),
    })));

Task("AddMigrationRevision").Description("Creates a revision.").Takes("migrations-tree", "line", "version-name", "name", "kind", "reversible", "collection", "class").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsAddRevision(Common(new AddRevisionSettings
    {
        Line = TextOf("line"),
        Version = TextOf("version-name"),
        Name = TextOf("name"),
        Kind = TextOf("kind"),
        Reversible = FlagOf("reversible"),
        Collection = TextOf("collection"),
        Class = TextOf("class"),
        RootNamespace = "Catalogue",
    })));

Task("FixMigrationOrder").Description("Renumbers unreleased migrations behind released ones.").Takes("base", "dry-run").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsFixOrder(Common(new FixOrderSettings { Base = TextOf("base"), DryRun = FlagOf("dry-run") })));

Task("Status").Description("Shows where the database stands.").Takes(database).IsDependentOn("BuildPlugin").Does(() => MigrationsStatus(Common(new MigrationsSettings())));

Task("Plan").Description("Shows what Migrate would do.").Takes(plan).IsDependentOn("BuildPlugin").Does(() => MigrationsPlan(Target()));

Task("Rehearse").Description("Takes pending migrations there and back in a transaction that is taken back, and compares.").Takes(plan).IsDependentOn("BuildPlugin").Does(() => MigrationsRehearse(Target()));

Task("Migrate").Description("Applies pending migrations.").Takes([.. run, "count"]).IsDependentOn("SampleData").Does(() => MigrationsMigrate(Target()));

Task("Rollback").Description("Rolls back.").Takes(run).IsDependentOn("BuildPlugin").Does(() => MigrationsRollback(Target()));

Task("Verify").Description("The gate: fails unless all is applied, unchanged and consistent.").Takes(database).IsDependentOn("BuildPlugin").Does(() => MigrationsVerify(Common(new MigrationsSettings())));

Task("Prune").Description("Deletes the images of finished migrations.").Takes([.. database, "older-than", "confirm", "lock-wait"]).IsDependentOn("BuildPlugin")
    .Does(() => MigrationsPrune(Common(new PruneSettings { OlderThan = NumberOf("older-than"), Confirm = TextOf("confirm"), LockWait = NumberOf("lock-wait") })));

Task("Trees").Description("Shows the trees of the plugin.").Takes("one-shot", "output").IsDependentOn("BuildPlugin").Does(() => MigrationsTrees(Shown()));

Task("History").Description("Shows the revisions of the plugin, newest first.").Takes("migrations-tree", "verbose", "one-shot", "output").IsDependentOn("BuildPlugin").Does(() => MigrationsHistory(Shown()));

// A file is meant from where the build was called, not from here.
Task("Graph").Description("Draws the plugin's revisions.").Takes("migrations-tree", "format", "out", "output").IsDependentOn("BuildPlugin")
    .Does(() =>
    {
        var settings = Common(new GraphSettings { Format = TextOf("format") });
        settings.Out = TextOf("out") is { } file ? System.IO.Path.Combine(EnvironmentVariable("MIGRATIONS_INVOKED_FROM") ?? "", file) : null;
        MigrationsGraph(settings);
    });

Task("Journal").Description("Shows what was done to the database.").Takes(database).IsDependentOn("BuildPlugin").Does(() => MigrationsJournal(Common(new MigrationsSettings())));

Task("LocalServer").Description("Starts, stops or shows the local server.").Takes("action").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsLocalServer(TextOf("action") ?? "status", new MigrationsSettings { Host = host }));
