namespace Migrations.Shared;

// All commands. Their options are in OptionTable.
internal static class CommandTable
{
    public const string Init = "init";
    public const string Stamp = "stamp";
    public const string Accept = "accept";
    public const string Import = "import";
    public const string New = "new";
    public const string AddTree = "add-tree";
    public const string AddRevision = "add-revision";
    public const string FixOrder = "fix-order";
    public const string Status = "status";
    public const string Trees = "trees";
    public const string History = "history";
    public const string Graph = "graph";
    public const string Plan = "plan";
    public const string Migrate = "migrate";
    public const string Rollback = "rollback";
    public const string Rehearse = "rehearse";
    public const string Verify = "verify";
    public const string Lint = "lint";
    public const string Prune = "prune";
    public const string Journal = "journal";
    public const string Environment = "environment";
    public const string Unlock = "unlock";
    public const string Bundle = "bundle";
    public const string Completion = "completion";
    public const string LocalServer = "local-server";
    public const string LocalServerStart = "local-server start";
    public const string LocalServerStop = "local-server stop";
    public const string LocalServerStatus = "local-server status";
    public const string LocalServerRun = "local-server run";

    public static readonly IReadOnlyList<CommandRow> All =
    [
        new(Init, "Records where a database stands, once, before anything is migrated.") { Target = "InitialiseSchemaVersion", Settings = "InitialiseSettings", Examples = ["migrations init                        # an empty database", "migrations init --at base              # it has data, and no migration ran", "migrations init --at \"models@1.2.0;notes@head\""] },
        new(Stamp, "Records where single trees stand, without running anything, all in one write.") { Target = "StampSchemaVersion", Settings = "InitialiseSettings", Positions = [OptionTable.StampAt], Examples = ["migrations stamp models@1.2.0 --dry-run", "migrations stamp models@1.2.0 --confirm shop"] },
        new(Accept, "Accepts what you have checked: the change of an applied migration (a renamed class, say), with --as the data of a half done one, or that a tree belongs to this plugin now. Journaled; runs nothing.") { Target = "AcceptMigrations", Settings = "AcceptSettings", Positions = [OptionTable.AcceptAt], Examples = ["migrations accept models@20260301090000", "migrations accept models@20260301090000 --as applied"] },
        new(Import, "Records what another tool has applied, from the log that it kept in the database; runs nothing. Journaled, and may be repeated.") { Target = "MigrationImport", Settings = "ImportSettings", Examples = ["migrations import --from migrate-mongo --dry-run", "migrations import --from mongock --map mongock.map --confirm shop", "migrations import --from kot-migrations --log _history --ignore 1.0.3"] },
        new(New, "Writes the file of a new migration and prints 'Created: PATH'.") { CreatesFile = true, Target = "NewMigration", Settings = "NewMigrationSettings", Positions = [OptionTable.NewName], Examples = ["migrations new AddRating", "migrations new \"Add rating\" --tree models --kind collection --reversible", "migrations new RenameTitle --tree notes --kind fields"] },
        new(AddTree, "Creates the folder of a tree with its Tree.cs and prints 'Created: PATH'.") { CreatesFile = true, Target = "AddMigrationTree", Settings = "AddTreeSettings", Positions = [OptionTable.TreeName], Examples = ["migrations add-tree datasets --description \"What is stored\"", "migrations add-tree datasets --lines Integer,Uuid --default-line Uuid"] },
        new(AddRevision, "Writes the migration to the revision of a tree, line and version, whose id is derived from these, and prints 'Created: PATH'.") { CreatesFile = true, Target = "AddMigrationRevision", Settings = "AddRevisionSettings", Positions = [OptionTable.RevisionTree, OptionTable.RevisionLine, OptionTable.RevisionVersion], Examples = ["migrations add-revision datasets Uuid 1.1.0"] },
        new(FixOrder, "Renumbers unreleased migrations that are older than the newest released one of their line.") { MayLeavePending = true, Target = "FixMigrationOrder", Settings = "FixOrderSettings", Examples = ["migrations fix-order --dry-run", "migrations fix-order --base origin/release"] },
        new(Status, "Shows the status of a database compared with the plugin. Exits with the code of the first fault, if there is one.") { Target = "MigrationStatus", Settings = "StatusSettings", Examples = ["migrations status", "migrations status --output json", "migrations status --databases 'tenant_*' --report html=tenants.html"] },
        new(Trees, "Shows the trees of the plugin, their lines and heads; needs no database.") { Target = "MigrationTrees", Settings = "HistorySettings", Examples = ["migrations trees", "migrations trees --one-shot"] },
        new(History, "Shows the revisions of the plugin, newest first; needs no database.") { Target = "MigrationHistory", Settings = "HistorySettings", Positions = [OptionTable.Tree], Examples = ["migrations history", "migrations history models --verbose"] },
        new(Graph, "Draws the revisions of the plugin and the ways between them; needs no database.") { Target = "MigrationGraph", Settings = "GraphSettings", Positions = [OptionTable.Tree], Examples = ["migrations graph > graph.mmd", "migrations graph models --format svg --out models.svg"] },
        new(Plan, "Shows what a run would do; changes nothing. Exits with 2 if something is pending.") { MayLeavePending = true, Target = "PlanMigrations", Settings = "PlanSettings", Examples = ["migrations plan", "migrations plan --dry-run               # tries it, and keeps nothing", "migrations plan --rollback --distance 1"] },
        new(Migrate, "Applies pending migrations.") { Target = "Migrate", Settings = "MigrateSettings", Examples = ["migrations migrate", "migrations migrate --tree models --to 1.2.0", "migrations migrate --databases 'tenant_*' --canary tenant_test --parallel 4", "migrations migrate --lock-wait 600 --configuration Release"] },
        new(Rollback, "Rolls back applied migrations.") { Target = "RollbackMigrations", Settings = "MigrateSettings", Examples = ["migrations rollback --tree models --distance 1", "migrations rollback --to models@1.1.0 --dry-run"] },
        new(Rehearse, "Applies pending migrations and rolls them back, all in one transaction that is aborted, and compares the documents. Exits with 4 if some are not what they were.") { Target = "RehearseMigrations", Settings = "RehearseSettings", Examples = ["migrations rehearse", "migrations rehearse --rollback --distance 1"] },
        new(Verify, "The gate: exits with 0 only if everything is applied, unchanged and consistent; with 2 if migrations are pending, with the code of the first fault if something is wrong.") { Target = "VerifyMigrations", Settings = "VerifySettings", Examples = ["migrations verify", "migrations verify --output json > verify.json"] },
        new(Lint, "Checks the plugin without a database: the graph, and what was changed, deleted or put before released migrations. Keeps migrations.lock.json up to date. Exits with 4 if something is wrong.") { Target = "LintMigrations", Settings = "LintSettings", Examples = ["migrations lint", "migrations lint --locked --base origin/main --report sarif=lint.sarif"] },
        new(Prune, "Deletes the images of finished migrations, which then cannot be rolled back from them. Journaled.") { Target = "PruneMigrations", Settings = "PruneSettings", Positions = [OptionTable.Tree], Examples = ["migrations prune --older-than 30 --confirm shop"] },
        new(Journal, "Shows the journal: what was done to the database, when, by whom.") { Target = "MigrationJournal", Settings = "JournalSettings", Positions = [OptionTable.Tree], Examples = ["migrations journal --limit 10", "migrations journal models --limit 0"] },
        new(Environment, "Shows what the runs worked with (runtime, driver, server, packages), and how this machine differs from the last one.") { Target = "MigrationEnvironment", Settings = "EnvironmentSettings", Examples = ["migrations environment", "migrations environment --check --output json"] },
        new(Unlock, "Breaks the lock of a run that is known to be dead.") { Examples = ["migrations unlock --force --confirm shop"] },
        new(Bundle, "Makes one executable of the command and the plugin, which needs no SDK and no runtime where it is deployed, and prints 'Created: PATH'.") { Target = "MigrationBundle", Examples = ["migrations bundle", "migrations bundle --runtime linux-arm64 --out deploy/migrations"] },
        new(Completion, "Prints a script that lets a shell complete commands, options and values.") { Positions = [OptionTable.Shell], Examples = ["source <(migrations completion bash)      # in ~/.bashrc", "source <(migrations completion zsh)       # in ~/.zshrc, after compinit", "migrations completion pwsh | Out-String | Invoke-Expression"] },
        new(LocalServerStart, "Starts it in the background, or finds the running one.") { Examples = ["migrations local-server start"] },
        new(LocalServerStop, "Stops it; its data are kept.") { Examples = ["migrations local-server stop"] },
        new(LocalServerStatus, "Shows whether it is running, and where.") { Examples = ["migrations local-server status"] },
        new(LocalServerRun, "Runs one in the foreground until Ctrl-C.") { Examples = ["migrations local-server run --port 27117 --data-directory data"] },
    ];

    // For the help of the command as a whole.
    public static readonly IReadOnlyList<string> FirstSteps =
    [
        "migrations new \"Add rating\" --tree models",
        "migrations init                        # once for each database",
        "migrations plan",
        "migrations migrate",
        "migrations verify                      # the gate of a pipeline",
    ];

    public static CommandRow Of(string name) => All.First(c => c.Name == name);
}

// One command of the host, and its counterparts in MSBuild and Cake.
internal sealed record CommandRow(string Name, string Help)
{
    // The options that may also be given by position, in this order.
    public IReadOnlyList<OptionRow> Positions { get; init; } = [];

    // Whole command lines, for its help.
    public IReadOnlyList<string> Examples { get; init; } = [];

    // MSBuild's target. Null if it has none.
    public string? Target { get; init; }

    // The settings class of Cake's alias. Null if it has none.
    public string? Settings { get; init; }

    // Whether it creates a source file, and prints its name.
    public bool CreatesFile { get; init; }

    // Whether pending work is not a failure, because that is what the command is asked about.
    public bool MayLeavePending { get; init; }
}
