// The repository's own plugin in migrations/, run by the repository's own aliases. Without MIGRATIONS_CONNECTION the local server is asked for by name, because with
// CI=true nothing else brings it in; --no-local-server keeps it out. Sample data are loaded into it, never into a database that was named.
var host = File($"artifacts/bin/Migrations.Host/{configuration.ToLowerInvariant()}/migrations.dll");
var plugin = File($"artifacts/bin/migrations/{configuration.ToLowerInvariant()}/migrations.dll");
var noLocalServer = HasArgument("no-local-server");
if (EnvironmentVariable("MIGRATIONS_CONNECTION") is null && !noLocalServer)
{
    System.Environment.SetEnvironmentVariable("MIGRATIONS_CONNECTION", "local");
}

var isLocal = EnvironmentVariable("MIGRATIONS_CONNECTION") == "local";

// Cake itself has a flag --tree, so ours is called --migrations-tree.
T Common<T>(T settings) where T : MigrationsSettings
{
    settings.Host = host;
    settings.Assembly = plugin;
    settings.ProjectDirectory = Directory("migrations");
    settings.Database = Argument<string>("database", null);
    settings.NoLocalServer = noLocalServer;
    settings.Tree = Argument<string>("migrations-tree", null);
    settings.Json = Argument("output", "text") == "json";
    return settings;
}

MigrateSettings Target() => Common(new MigrateSettings
{
    To = Argument<string>("to", null),
    Distance = HasArgument("distance") ? Argument<int>("distance") : null,
    Via = Argument<string>("via", null),
    From = Argument<string>("from", null),
    Late = Argument<string>("late", null),
    Option = Argument<string>("option", null),
    Force = HasArgument("force"),
    AcceptChanged = Argument<string>("accept-changed", null),
    AcceptHalfDone = Argument<string>("accept-half-done", null),
    Rollback = HasArgument("rollback"),
    Confirm = Argument<string>("confirm", null),
    LockWait = LockWait(),
    DryRun = HasArgument("dry-run"),
    Transaction = Argument<string>("transaction", null),
    Workers = HasArgument("workers") ? Argument<int>("workers") : null,
    OnDocumentError = Argument<string>("on-document-error", null),
    LimitErrors = HasArgument("limit-errors") ? Argument<int>("limit-errors") : null,
    MaxReplicationLag = HasArgument("max-replication-lag") ? Argument<int>("max-replication-lag") : null,
});

InitialiseSettings Position() => Common(new InitialiseSettings { At = Argument<string>("at", null), Force = HasArgument("force"), DryRun = HasArgument("dry-run"), Confirm = Argument<string>("confirm", null), LockWait = LockWait() });

int? LockWait() => HasArgument("lock-wait") ? Argument<int>("lock-wait") : null;

HistorySettings Shown() => Common(new HistorySettings { Verbose = HasArgument("verbose"), OneShot = HasArgument("one-shot") });

Task("BuildPlugin")
    .Description("Compiles the host and the plugin.")
    .Does(() => DotNetBuild("migrations/migrations.csproj", new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("SampleData")
    .Description("Loads sample data into the local server, unless they are there (--count=N, default 10000).")
    .IsDependentOn("BuildPlugin")
    .WithCriteria(isLocal)
    .Does(() => RunSampleData(Argument("count", 10_000)));

// 0: there were data already; 10: loaded now. Where fresh sample data stand only the loader can know: at base, and the items at the barrier, as those of release 0.4.0.
void RunSampleData(int count)
{
    var arguments = new ProcessArgumentBuilder().Append("run --project build/sample-data/SampleData.csproj --verbosity quiet --").Append(count.ToString());
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

Task("Initialise").Description("Records where the database stands (--at=..., --force, --dry-run).").IsDependentOn("BuildPlugin").Does(() => MigrationsInitialise(Position()));

Task("Stamp").Description("Records where single trees stand (--at=TREE@TARGET, --force, --dry-run).").IsDependentOn("BuildPlugin").Does(() => MigrationsStamp(Position()));

Task("AcceptMigrations").Description("Accepts the change of applied migrations that somebody has looked at (--at=TREE@ID).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsAccept(Common(new AcceptSettings { At = Argument<string>("at", null), As = Argument<string>("as", null), Confirm = Argument<string>("confirm", null), LockWait = LockWait() })));

Task("NewMigration").Description("Creates a migration (--name=AddBaz, --migrations-tree, --kind, --version-name, --line, --one-shot, --from, --to, --final, --with-setup, --reversible, --collection, --class).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsNew(Common(new NewMigrationSettings
    {
        Name = Argument<string>("name", null),
        Kind = Argument<string>("kind", null),
        Version = Argument<string>("version-name", null),
        Line = Argument<string>("line", null),
        OneShot = Argument<string>("one-shot", null),
        From = Argument<string>("from", null),
        To = Argument<string>("to", null),
        Final = HasArgument("final"),
        WithSetup = HasArgument("with-setup"),
        Reversible = HasArgument("reversible"),
        Collection = Argument<string>("collection", null),
        Class = Argument<string>("class", null),
        RootNamespace = "Catalogue",
    })));

Task("AddMigrationTree").Description("Creates a tree (--name=datasets, --lines=A,B, --default-line, --tree-description, --declared-by-application).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsAddTree(Common(new AddTreeSettings
    {
        Name = Argument<string>("name", null),
        Lines = Argument<string>("lines", null),
        DefaultLine = Argument<string>("default-line", null),
        Description = Argument<string>("tree-description", null),
        DeclaredByApplication = HasArgument("declared-by-application"),
    })));

Task("AddMigrationRevision").Description("Creates a revision (--migrations-tree, --line, --version-name, --name, --kind, --reversible, --collection, --class).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsAddRevision(Common(new AddRevisionSettings
    {
        Line = Argument<string>("line", null),
        Version = Argument<string>("version-name", null),
        Name = Argument<string>("name", null),
        Kind = Argument<string>("kind", null),
        Reversible = HasArgument("reversible"),
        Collection = Argument<string>("collection", null),
        Class = Argument<string>("class", null),
        RootNamespace = "Catalogue",
    })));

Task("FixMigrationOrder").Description("Renumbers unreleased migrations behind released ones (--base=origin/main, --dry-run).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsFixOrder(Common(new FixOrderSettings { Base = Argument<string>("base", null), DryRun = HasArgument("dry-run") })));

Task("Status").Description("Shows where the database stands.").IsDependentOn("BuildPlugin").Does(() => MigrationsStatus(Common(new MigrationsSettings())));

Task("Plan").Description("Shows what Migrate would do (--migrations-tree, --to, --distance, --via, --from, --late, --option, --force, --accept-changed, --rollback, --dry-run).").IsDependentOn("BuildPlugin").Does(() => MigrationsPlan(Target()));

Task("Rehearse").Description("Takes pending migrations there and back in a transaction that is taken back, and compares (options of Plan).").IsDependentOn("BuildPlugin").Does(() => MigrationsRehearse(Target()));

Task("Migrate").Description("Applies pending migrations (--migrations-tree, --to, --distance, --via, --from, --late, --option, --force, --accept-changed, --transaction, --on-document-error, --limit-errors, --max-replication-lag, --confirm, --dry-run).").IsDependentOn("SampleData").Does(() => MigrationsMigrate(Target()));

Task("Rollback").Description("Rolls back (--to or --distance, and the options of Migrate).").IsDependentOn("BuildPlugin").Does(() => MigrationsRollback(Target()));

Task("Verify").Description("The gate: fails unless all is applied, unchanged and consistent.").IsDependentOn("BuildPlugin").Does(() => MigrationsVerify(Common(new MigrationsSettings())));

Task("Prune").Description("Deletes the images of finished migrations (--older-than=DAYS, --migrations-tree).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsPrune(Common(new PruneSettings { OlderThan = HasArgument("older-than") ? Argument<int>("older-than") : null, Confirm = Argument<string>("confirm", null), LockWait = LockWait() })));

Task("Trees").Description("Shows the trees of the plugin (--one-shot).").IsDependentOn("BuildPlugin").Does(() => MigrationsTrees(Shown()));

Task("History").Description("Shows the revisions of the plugin, newest first (--migrations-tree, --verbose, --one-shot).").IsDependentOn("BuildPlugin").Does(() => MigrationsHistory(Shown()));

// A file is meant from where the build was called, not from here.
Task("Graph").Description("Draws the plugin's revisions (--migrations-tree, --format=mermaid|svg, --out=FILE).").IsDependentOn("BuildPlugin")
    .Does(() =>
    {
        var settings = Common(new GraphSettings { Format = Argument<string>("format", null) });
        settings.Out = HasArgument("out") ? System.IO.Path.Combine(EnvironmentVariable("MIGRATIONS_INVOKED_FROM") ?? "", Argument<string>("out")) : null;
        MigrationsGraph(settings);
    });

Task("Journal").Description("Shows what was done to the database (--migrations-tree).").IsDependentOn("BuildPlugin").Does(() => MigrationsJournal(Common(new MigrationsSettings())));

Task("LocalServer").Description("Starts, stops or shows the local server (--action=start|stop|status).").IsDependentOn("BuildPlugin")
    .Does(() => MigrationsLocalServer(Argument("action", "status"), new MigrationsSettings { Host = host }));
