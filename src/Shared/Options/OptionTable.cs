using System.Globalization;
using static Migrations.Shared.CommandTable;

namespace Migrations.Shared;

// All options: a row for each, and another where the same name means something else to another command. The command line, MSBuild's properties, Cake's settings and arguments, and docs/options.md follow from it.
internal static class OptionTable
{
    private const string NeededWhere = "Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.";
    private static readonly string[] LocalServers = [LocalServerStart, LocalServerStop, LocalServerStatus, CommandTable.LocalServerRun];
    private static readonly string[] Targeted = [Plan, Migrate, Rollback, Rehearse];
    private static readonly string[] Running = [Migrate, Rollback];
    private static readonly string[] Gate = [Status, .. Targeted, Verify, Lint];
    private static readonly string[] Stamping = [Init, Stamp];
    private static readonly string[] Waiting = [Stamp, Accept, Import, .. Running, Prune];
    private static readonly string[] Fleet = [Status, .. Targeted, Verify];
    private static readonly string[] WritingMigrations = [New, AddRevision];
    private static readonly string[] WritingFiles = [New, AddTree, AddRevision, FixOrder];
    private static readonly string[] OnPlugin = [Init, Stamp, Accept, Import, Status, Trees, History, Graph, .. Targeted, Verify, Prune, Journal, CommandTable.Environment, Unlock];

    // What every command takes, or every command on a plugin.
    public static readonly OptionRow Assembly = File("assembly", "The plugin assembly.", [.. OnPlugin, Lint]) with { Variable = "MIGRATIONS_ASSEMBLY", Fronts = Fronts.CommandLine | Fronts.Cake, Otherwise = "the one that the project builds, or the only plugin in this folder" };
    public static readonly OptionRow Project = File("project", "The plugin project, or its folder.", [.. OnPlugin, Lint, .. WritingFiles, Bundle]) with { Fronts = Fronts.CommandLine, Otherwise = "the one in this folder, above it or below it" };
    public static readonly OptionRow NoBuild = Flag("no-build", "Use the assembly of the last build.", [.. OnPlugin, Lint, Bundle]) with { Fronts = Fronts.CommandLine };
    public static readonly OptionRow Configuration = Text("configuration", "The configuration to build.", [.. OnPlugin, Lint]) with { Fronts = Fronts.CommandLine, Otherwise = "what the project says, mostly Debug", Alias = "-c" };
    public static readonly OptionRow BundleConfiguration = Text("configuration", "The configuration to build.", [Bundle]) with { Fronts = Fronts.CommandLine, Default = "Release", Alias = "-c" };
    public static readonly OptionRow Framework = Text("framework", "The target framework to build, if the project has several.", [.. OnPlugin, Lint, Bundle]) with { Fronts = Fronts.CommandLine, Alias = "-f" };
    public static readonly OptionRow ProjectDirectory = Folder("project-directory", "The folder of the plugin project, for source places in messages.", [.. OnPlugin, Lint]) with { Fronts = Fronts.CommandLine | Fronts.Cake };
    public static readonly OptionRow Database = Text("database", "The database.", OnPlugin) with { Variable = HostContract.DatabaseVariable, Otherwise = "the one in the connection string; on the local server, one named after the plugin" };
    public static readonly OptionRow NoLocalServer = Flag("no-local-server", $"Fail where {HostContract.ConnectionVariable} is not set, and never use the local server instead; as with CI=true.", OnPlugin);
    public static readonly OptionRow StatePrefix = Text("state-prefix", "The prefix of the names of the state collections.", OnPlugin) with { Variable = "MIGRATIONS_STATE_PREFIX", Default = Defaults.StatePrefix };
    public static readonly OptionRow Directory = Folder("directory", "The folder of the migrations project.", WritingFiles) with { Fronts = Fronts.CommandLine | Fronts.Cake, Word = "ProjectDirectory", Argument = "project-directory", Otherwise = "the project's folder" };
    public static readonly OptionRow Output = Word("output", ["text", "json"], "text", "The format of the result; json is one document on standard output.", [.. OnPlugin, Lint, .. WritingFiles, Bundle, .. LocalServers]);
    public static readonly OptionRow CancelOnStdinEof = Flag("cancel-on-stdin-eof", "Stop cleanly when standard input ends.", [.. OnPlugin, Lint, .. WritingFiles, Bundle, .. LocalServers]) with { Fronts = Fronts.CommandLine };

    // Several databases.
    public static readonly OptionRow Databases = Text("databases", "Several databases instead of one: names and patterns (tenant_*) with ',' between them, or @FILE. VARIABLE/NAME is on the server whose connection string that environment variable has.", Fleet) with { IsRepeatable = true, Otherwise = "one database" };
    public static readonly OptionRow DatabasesFile = File("databases-file", "A file that says the same, one a line; # begins a comment.", Fleet) with { Otherwise = "none" };
    public static readonly OptionRow DatabasesFrom = Text("databases-from", "A collection that names the databases: DATABASE.COLLECTION:FIELD.", Fleet) with { Otherwise = "none" };
    public static readonly OptionRow NewDatabases = Flag("new-databases", "Also databases that the server does not have yet; without it, their names are refused as slips.", Fleet);
    public static readonly OptionRow Parallel = Number("parallel", 1, 64, Defaults.Parallel, "How many of several databases are worked on at a time.", Fleet);
    public static readonly OptionRow Canary = Text("canary", "One of several databases that comes first, alone; the others only follow if it is done.", Running) with { IsRepeatable = true, Otherwise = "none" };
    public static readonly OptionRow MaxFailures = Number("max-failures", 0, 1_000_000, Defaults.MaxFailures, "How many of several databases may fail before no other is begun; 0: any number.", Running);

    // Where data stand.
    public static readonly OptionRow InitAt = Text("at", "Where the data are: 'base' or 'head' for all trees, 'tree@target' for one. Not needed for an empty database.", [Init]) with { IsRepeatable = true };
    public static readonly OptionRow StampAt = Text("at", "Where trees stand: 'tree@id', 'tree/line@version', 'tree@head', 'tree@base'.", [Stamp]) with { IsRepeatable = true, Otherwise = "what the application declares" };
    public static readonly OptionRow AcceptAt = Text("at", "TREE@ID of the migrations, as 'verify' names them; or TREE, to take a tree over from another plugin (MIG1425).", [Accept]) with { IsRepeatable = true };
    public static readonly OptionRow As = Word("as", ["applied", "notApplied"], null, "How the data are now, for migrations that did not finish and whose data you have corrected by hand.", [Accept]);
    public static readonly OptionRow StampForce = Flag("force", "Replace what is already recorded; journaled.", Stamping);
    public static readonly OptionRow StampDryRun = Flag("dry-run", "Show what would be stored, and store nothing.", Stamping);
    public static readonly OptionRow ImportFrom = Word("from", ["migrate-mongo", "mongock", "flamingock", "mongodb-migrations", "kot-migrations", "mongo-migration"], null, "The tool that wrote the log.", [Import]);
    public static readonly OptionRow ImportLog = Text("log", "The collection of its log.", [Import]) with { Otherwise = "the one that the tool uses by default" };
    public static readonly OptionRow ImportMap = File("map", "A file that says which migration each name of the log is: NAME = TREE@ID on each line. Several names may be one migration.", [Import]) with { Otherwise = "none; a name is found by its id or version" };
    public static readonly OptionRow ImportIgnore = Text("ignore", "A name of the log that is left out.", [Import]) with { IsRepeatable = true };
    public static readonly OptionRow ImportDryRun = Flag("dry-run", "Show what would be recorded, and record nothing.", [Import]);

    // How far to go, which way, and under which conditions.
    public static readonly OptionRow Tree = new("tree", OptionKind.Tree, "Only this tree.", [.. Targeted, Verify, History, Graph, Prune, Journal]) { Otherwise = "all", Argument = "migrations-tree" };
    public static readonly OptionRow To = Text("to", "An id, a version, 'head', 'base', or one of these as 'tree@target' or 'tree/line@target'.", Targeted);
    public static readonly OptionRow Distance = Number("distance", 1, int.MaxValue, null, "How many migrations at most.", Targeted) with { Otherwise = "no limit" };
    public static readonly OptionRow Via = Text("via", "The one-shot to take, by its name.", Targeted);
    public static readonly OptionRow From = Text("from", "Where an uninitialised database stands: 'base' or 'tree@VERSION'. Must agree with the record if there is one.", Targeted) with { IsRepeatable = true };
    public static readonly OptionRow Late = Word("late", ["error", "fixOrder", "runLate"], "error", "What happens to migrations older than the head that were never applied; fixOrder rolls back what came after, and applies everything in order.", Targeted);
    public static readonly OptionRow Option = new("option", OptionKind.Pair, "NAME=VALUE of an option that a migration declares.", Targeted) { IsRepeatable = true };
    public static readonly OptionRow Force = Flag("force", "Skip preconditions that may be skipped, and when rolling back from images leave documents alone that were changed since; journaled.", Targeted);
    public static readonly OptionRow AcceptChanged = Text("accept-changed", "TREE@ID of a migration that did not finish and was changed since: it continues with the changed code. Journaled.", Targeted) with { IsRepeatable = true };
    public static readonly OptionRow AcceptHalfDone = Text("accept-half-done", "TREE@ID of a free-form migration that stopped halfway without a transaction: its body, or for a rollback its Down, runs again from the start on these data. Journaled.", Targeted) with { IsRepeatable = true };
    public static readonly OptionRow PlanRollback = Flag("rollback", "Plan the way back instead of the way forward.", [Plan]);
    public static readonly OptionRow RehearseRollback = Flag("rollback", "Rehearse the way back of applied migrations, against the images that they kept.", [Rehearse]);
    public static readonly OptionRow PlanDryRun = Flag("dry-run", "With the actions that the migrations report: runs them in one transaction and rolls it back.", [Plan]);
    public static readonly OptionRow Estimate = Flag("estimate", "Estimate how long document migrations take: reads up to 100 documents of each, and carries its body out on them in memory. Writes nothing.", [Plan]);
    public static readonly OptionRow RunDryRun = Flag("dry-run", "Run everything in one transaction and roll it back: shows what would be done, and needs a server with transactions.", Running);

    // How a run works.
    public static readonly OptionRow Transaction = Word("transaction", ["auto", "require", "never"], "auto", "Whether migrations that do not set it themselves run in a transaction.", Running);
    public static readonly OptionRow BatchSize = Number("batch-size", 1, 100_000, Defaults.BatchSize, "The most documents in a batch of a document migration; fewer on a slow server.", Running);
    public static readonly OptionRow Workers = Number("workers", 1, 64, Defaults.Workers, "Workers that migrate the documents of a collection in parallel.", Running);
    public static readonly OptionRow OnDocumentError = Word("on-document-error", ["stop", "collect"], "stop", "What happens when a document cannot be migrated; collect leaves it as it is, lists it and continues, and the migration does not count as applied then.", Running);
    public static readonly OptionRow LimitErrors = Number("limit-errors", 1, 1_000_000, Defaults.LimitErrors, "How many documents of a migration may be left behind before the run stops anyway.", Running);
    public static readonly OptionRow MaxReplicationLag = Number("max-replication-lag", 0, 3_600, Defaults.MaxReplicationLagSeconds, "Seconds that a secondary may be behind before the batches of a document migration wait for it; 0: they never do.", Running);
    public static readonly OptionRow InitLockWait = Number("lock-wait", 0, 86_400, 60, "Seconds to wait for a lock that is held.", [Init]);
    public static readonly OptionRow LockWait = Number("lock-wait", 0, 86_400, Defaults.LockWaitSeconds, "Seconds to wait for a lock that is held.", Waiting);
    public static readonly OptionRow LockLease = Number("lock-lease", 5, 3_600, Defaults.LockLeaseSeconds, "Seconds that the lock lasts without renewal.", [Init, .. Waiting]);
    public static readonly OptionRow Confirm = Text("confirm", $"The name of the database, to make sure that it is the right one; of several databases, how many they are. {NeededWhere}", [Init, .. Waiting, Unlock]);
    public static readonly OptionRow OlderThan = Number("older-than", 0, 36_500, null, "Only images of migrations whose newest image is that many days old.", [Prune]) with { Otherwise = "all" };
    public static readonly OptionRow UnlockForce = Flag("force", "Break the lock, and wait until its run has stopped or must have noticed. Journaled.", [Unlock]);

    // What was planned and reviewed.
    public static readonly OptionRow PlanOut = File("out", "The plan file to write, for 'migrate --plan'.", [Plan]) with { Otherwise = "none" };
    public static readonly OptionRow Expires = Number("expires", 1, 8_760, null, "Hours until the plan file expires.", [Plan]) with { Otherwise = "never" };
    public static readonly OptionRow Reviewed = File("plan", "The plan file to carry out. Refused unless plugin, database and records are those of the plan. It says the target and its options, which must not be given again.", Running) with { Otherwise = "none; a plan is made at once" };

    // What is reported, besides the result on standard output.
    public static readonly OptionRow Report = new("report", OptionKind.Pair, "FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced.", Gate) { IsRepeatable = true, Words = ["junit", "sarif", "html", "markdown"], Otherwise = "none" };

    // What is shown.
    public static readonly OptionRow Limit = Number("limit", 0, int.MaxValue, 50, "How many entries, newest first; 0: all.", [Journal]);
    public static readonly OptionRow OneShots = Flag("one-shot", "The one-shots instead of the revisions.", [Trees, History]);
    public static readonly OptionRow Verbose = Flag("verbose", "With files, options and preconditions, and with what the database remembers of each. Needs a database.", [History]) with { Alias = "-v" };
    public static readonly OptionRow EnvironmentCheck = Flag("check", "Exit with 4 if this machine differs from that of the last run in what matters: the major version of driver or server, the feature compatibility version, the packages of the plugin.", [CommandTable.Environment]);
    public static readonly OptionRow Format = Word("format", ["mermaid", "svg"], "mermaid", "The format of the picture.", [Graph]);
    public static readonly OptionRow Shell = Word("shell", ["bash", "zsh", "pwsh"], null, "The shell.", [Completion]) with { Fronts = Fronts.CommandLine };
    public static readonly OptionRow Out = File("out", "The file to write.", [Graph]) with { Otherwise = "standard output" };

    // What is deployed.
    public static readonly OptionRow Runtime = Text("runtime", "The runtime identifier of the machine that it will run on, for example linux-arm64.", [Bundle]) with { Otherwise = "that of the SDK", Alias = "-r" };
    public static readonly OptionRow BundleOut = File("out", "The executable to write; a checksum is written beside it.", [Bundle]) with { Otherwise = "bundle/RUNTIME/PLUGIN in the output folder of the project" };

    // What is written.
    public static readonly OptionRow NewName = Text("name", "The migration's class name, for example AddBaz; any words will do.", [New]);
    public static readonly OptionRow NewTree = Text("tree", "The tree, which is also a folder.", [New]) with { Default = Defaults.Tree, Argument = "migrations-tree" };
    public static readonly OptionRow NewVersion = Version("The SemVer version that the tree has after it, or 'next': the project's when it is built.", New);
    public static readonly OptionRow NewLine = Text("line", "The line (branch) of the tree. The newest revision of it becomes the parent.", [New]);
    public static readonly OptionRow OneShot = Text("one-shot", "The name of a one-shot: a way from --from to --to, a revision of another line.", [New]);
    public static readonly OptionRow NewFrom = Text("from", "Where a one-shot starts: an id, 'line@version' or 'base'.", [New]);
    public static readonly OptionRow NewTo = Text("to", "Where a one-shot leads: an id or 'line@version'.", [New]);
    public static readonly OptionRow Final = Flag("final", "A barrier: it begins a new epoch that no path crosses, and has no body.", [New]);
    public static readonly OptionRow WithSetup = Flag("with-setup", "With a method that says which types were moved.", [New]);
    public static readonly OptionRow RevisionTree = Text("tree", "The tree.", [AddRevision]) with { Argument = "migrations-tree" };
    public static readonly OptionRow RevisionLine = Text("line", "The line (branch) of the tree; a new one begins at base.", [AddRevision]);
    public static readonly OptionRow RevisionVersion = Version("The SemVer version.", AddRevision);
    public static readonly OptionRow RevisionName = Text("name", "The class name.", [AddRevision]) with { Otherwise = "line and version, for example Uuid1_0_0" };
    public static readonly OptionRow Kind = Text("kind", "The kind of its body.", WritingMigrations) with { Words = ["free", "collection", "typed", "raw", "pipeline", "fields", "types", "emit"], Otherwise = Defaults.Kind };
    public static readonly OptionRow Collection = Text("collection", "The collection.", WritingMigrations) with { Otherwise = "the tree's name" };
    public static readonly OptionRow Class = Text("class", "A class of the application that a migration of kind collection, typed or emit works with, for example Shop.Order.", WritingMigrations) with { Otherwise = "none; a typed migration then has two of its own" };
    public static readonly OptionRow Reversible = Flag("reversible", "With a way back.", WritingMigrations);
    public static readonly OptionRow RootNamespace = Text("namespace", "The namespace that the file's namespace starts with.", WritingMigrations) with { Word = "RootNamespace", Otherwise = "what the project says", MayBeEmpty = true };
    public static readonly OptionRow ImplicitUsings = Word("implicit-usings", ["enable", "true", "disable", "false"], null, "Whether the project has implicit usings.", WritingMigrations) with { Otherwise = "what the project says" };
    public static readonly OptionRow TreeName = Text("name", "The tree's name, for example datasets.", [AddTree]);
    public static readonly OptionRow Lines = Text("lines", "The lines that it will have, for example Integer,Uuid.", [AddTree]) with { Otherwise = "one without a name" };
    public static readonly OptionRow DefaultLine = Text("default-line", "The line that a database at base takes.", [AddTree]) with { Otherwise = "none; a line must be named" };
    public static readonly OptionRow Summary = Text("description", "One line that describes it.", [AddTree]) with { Argument = "tree-description" };
    public static readonly OptionRow DeclaredByApplication = Flag("declared-by-application", "The application declares the tree's version, which must agree with the database's.", [AddTree]);
    public static readonly OptionRow Base = Text("base", "The branch, tag or commit whose migrations are released.", [FixOrder, Lint]) with { Default = "origin/main" };
    public static readonly OptionRow Locked = Flag("locked", "Do not write migrations.lock.json, but require that it fits; as with CI=true.", [Lint]);
    public static readonly OptionRow FixDryRun = Flag("dry-run", "Show what would be renamed, and change nothing. Exits with 2 if something would be.", [FixOrder]);

    // The local server.
    public static readonly OptionRow Port = Number("port", 0, 65_535, null, "The port on the loopback address.", [CommandTable.LocalServerRun]) with { Otherwise = "a free one", Fronts = Fronts.CommandLine };
    public static readonly OptionRow DataDirectory = Folder("data-directory", "The folder of the data.", [CommandTable.LocalServerRun]) with { Otherwise = "none; the data are deleted with the server", Fronts = Fronts.CommandLine };

    // What only the environment says, whatever the front. A connection string holds a password, and a command line is read by everybody.
    public static readonly OptionRow Connection = Text("connection", "The connection string; 'local' asks for the local server by name.", []) with { Variable = HostContract.ConnectionVariable, Otherwise = "the local server; with CI=true none", Fronts = Fronts.None };
    public static readonly OptionRow RequireConfirmation = Flag("require-confirmation", "Whether commands that change, destroy or claim something must be confirmed.", []) with { Variable = "MIGRATIONS_REQUIRE_CONFIRMATION", Otherwise = "not required", Fronts = Fronts.None };

    public static IReadOnlyList<OptionRow> All { get; } =
    [
        .. typeof(OptionTable).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(field => field.GetValue(null)).OfType<OptionRow>(),
    ];

    public static IEnumerable<OptionRow> Of(string command) => All.Where(row => row.Commands.Contains(command));

    // What the command takes under this name.
    public static OptionRow? Find(string command, string name) => Of(command).FirstOrDefault(row => row.Name == name);

    private static OptionRow Text(string name, string help, string[] commands) => new(name, OptionKind.Text, help, commands);

    private static OptionRow Flag(string name, string help, string[] commands) => new(name, OptionKind.Flag, help, commands);

    private static OptionRow File(string name, string help, string[] commands) => new(name, OptionKind.File, help, commands);

    private static OptionRow Folder(string name, string help, string[] commands) => new(name, OptionKind.Folder, help, commands);

    private static OptionRow Word(string name, string[] words, string? otherwise, string help, string[] commands) => new(name, OptionKind.Word, help, commands) { Words = words, Default = otherwise };

    private static OptionRow Number(string name, int minimum, int maximum, int? otherwise, string help, string[] commands) =>
        new(name, OptionKind.Number, help, commands) { Minimum = minimum, Maximum = maximum, Default = otherwise?.ToString(CultureInfo.InvariantCulture) };

    // MSBuild and Cake have a Version of their own.
    private static OptionRow Version(string help, string command) => Text("version-name", help, [command]) with { Word = "Version" };
}
