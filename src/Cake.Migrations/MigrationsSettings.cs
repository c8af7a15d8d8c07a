using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>The settings of every alias. The connection string is not one of them: the host reads it from MIGRATIONS_CONNECTION.</summary>
public class MigrationsSettings : ToolSettings
{
    /// <summary>The host assembly, <c>migrations.dll</c>. Default: the one of this addin's package.</summary>
    public FilePath? Host { get; set; }

    /// <summary>The plugin assembly. Default: the one that the project builds, or the only plugin in this folder. Environment: MIGRATIONS_ASSEMBLY.</summary>
    public FilePath? Assembly { get; set; }

    /// <summary>The folder of the plugin project, for source places in messages.</summary>
    public DirectoryPath? ProjectDirectory { get; set; }

    /// <summary>The database. Default: the one in the connection string; on the local server, one named after the plugin. Environment: MIGRATIONS_DATABASE.</summary>
    public string? Database { get; set; }

    /// <summary>Fail where MIGRATIONS_CONNECTION is not set, and never use the local server instead; as with CI=true.</summary>
    public bool NoLocalServer { get; set; }

    /// <summary>The prefix of the names of the state collections. Default: _migrations. Environment: MIGRATIONS_STATE_PREFIX.</summary>
    public string? StatePrefix { get; set; }

    /// <summary>The format of the result; json is one document on standard output. text or json. Default: text.</summary>
    public string? Output { get; set; }
}

/// <summary>Which migrations or trees are accepted, and as what.</summary>
public sealed class AcceptSettings : MigrationsSettings
{
    /// <summary>TREE@ID of the migrations, as 'verify' names them; or TREE, to take a tree over from another plugin (MIG1425). Separate several with ';'.</summary>
    public string? At { get; set; }

    /// <summary>How the data are now, for migrations that did not finish and whose data you have corrected by hand. applied or notApplied.</summary>
    public string? As { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one; of several databases, how many they are. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }
}

/// <summary>A new revision. Its id is derived from tree, line and version.</summary>
public sealed class AddRevisionSettings : MigrationsSettings
{
    /// <summary>The tree.</summary>
    public string? Tree { get; set; }

    /// <summary>The line (branch) of the tree; a new one begins at base.</summary>
    public string? Line { get; set; }

    /// <summary>The SemVer version.</summary>
    public string? Version { get; set; }

    /// <summary>The class name. Default: line and version, for example Uuid1_0_0.</summary>
    public string? Name { get; set; }

    /// <summary>The kind of its body. free, collection, typed, raw, pipeline, fields, types or emit. Default: free.</summary>
    public string? Kind { get; set; }

    /// <summary>The collection. Default: the tree's name.</summary>
    public string? Collection { get; set; }

    /// <summary>A class of the application that a migration of kind collection, typed or emit works with, for example Shop.Order. Default: none; a typed migration then has two of its own.</summary>
    public string? Class { get; set; }

    /// <summary>With a way back.</summary>
    public bool Reversible { get; set; }

    /// <summary>The namespace that the file's namespace starts with. Default: what the project says.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>Whether the project has implicit usings. enable, true, disable or false. Default: what the project says.</summary>
    public string? ImplicitUsings { get; set; }
}

/// <summary>A new tree.</summary>
public sealed class AddTreeSettings : MigrationsSettings
{
    /// <summary>The tree's name, for example datasets.</summary>
    public string? Name { get; set; }

    /// <summary>The lines that it will have, for example Integer,Uuid. Default: one without a name.</summary>
    public string? Lines { get; set; }

    /// <summary>The line that a database at base takes. Default: none; a line must be named.</summary>
    public string? DefaultLine { get; set; }

    /// <summary>One line that describes it.</summary>
    public string? Description { get; set; }

    /// <summary>The application declares the tree's version, which must agree with the database's.</summary>
    public bool DeclaredByApplication { get; set; }
}

/// <summary>Whether differences from the last run are an error.</summary>
public sealed class EnvironmentSettings : MigrationsSettings
{
    /// <summary>Exit with 4 if this machine differs from that of the last run in what matters: the major version of driver or server, the feature compatibility version, the packages of the plugin.</summary>
    public bool Check { get; set; }
}

/// <summary>Which migrations are released.</summary>
public sealed class FixOrderSettings : MigrationsSettings
{
    /// <summary>The branch, tag or commit whose migrations are released. Default: origin/main.</summary>
    public string? Base { get; set; }

    /// <summary>Show what would be renamed, and change nothing. Exits with 2 if something would be.</summary>
    public bool DryRun { get; set; }
}

/// <summary>How to draw the plugin's revisions.</summary>
public sealed class GraphSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>The format of the picture. mermaid or svg. Default: mermaid.</summary>
    public string? Format { get; set; }

    /// <summary>The file to write. Default: standard output.</summary>
    public FilePath? Out { get; set; }
}

/// <summary>What to show of the plugin's revisions.</summary>
public sealed class HistorySettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>The one-shots instead of the revisions.</summary>
    public bool OneShot { get; set; }

    /// <summary>With files, options and preconditions, and with what the database remembers of each. Needs a database.</summary>
    public bool Verbose { get; set; }
}

/// <summary>Whose log is imported, and what its names mean.</summary>
public sealed class ImportSettings : MigrationsSettings
{
    /// <summary>The tool that wrote the log. migrate-mongo, mongock, flamingock, mongodb-migrations, kot-migrations or mongo-migration.</summary>
    public string? From { get; set; }

    /// <summary>The collection of its log. Default: the one that the tool uses by default.</summary>
    public string? Log { get; set; }

    /// <summary>A file that says which migration each name of the log is: NAME = TREE@ID on each line. Several names may be one migration. Default: none; a name is found by its id or version.</summary>
    public FilePath? Map { get; set; }

    /// <summary>A name of the log that is left out. Separate several with ';'.</summary>
    public string? Ignore { get; set; }

    /// <summary>Show what would be recorded, and record nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one; of several databases, how many they are. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }
}

/// <summary>The position of a database.</summary>
public sealed class InitialiseSettings : MigrationsSettings
{
    /// <summary>For init: Where the data are: 'base' or 'head' for all trees, 'tree@target' for one. Not needed for an empty database. Separate several with ';'. For stamp: Where trees stand: 'tree@id', 'tree/line@version', 'tree@head', 'tree@base'. Separate several with ';'. Default: what the application declares.</summary>
    public string? At { get; set; }

    /// <summary>Replace what is already recorded; journaled.</summary>
    public bool Force { get; set; }

    /// <summary>Show what would be stored, and store nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>For init: Seconds to wait for a lock that is held. 0 to 86400. Default: 60. For stamp, accept, import, migrate, rollback, prune: Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one; of several databases, how many they are. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }
}

/// <summary>What to show of the journal.</summary>
public sealed class JournalSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>How many entries, newest first; 0: all. From 0. Default: 50.</summary>
    public int? Limit { get; set; }
}

/// <summary>What to check without a database.</summary>
public sealed class LintSettings : MigrationsSettings
{
    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }

    /// <summary>The branch, tag or commit whose migrations are released. Default: origin/main.</summary>
    public string? Base { get; set; }

    /// <summary>Do not write migrations.lock.json, but require that it fits; as with CI=true.</summary>
    public bool Locked { get; set; }
}

/// <summary>How far to migrate or roll back, and how.</summary>
public sealed class MigrateSettings : MigrationsSettings
{
    /// <summary>Several databases instead of one: names and patterns (tenant_*) with ',' between them, or @FILE. VARIABLE/NAME is on the server whose connection string that environment variable has. Separate several with ';'. Default: one database.</summary>
    public string? Databases { get; set; }

    /// <summary>A file that says the same, one a line; # begins a comment. Default: none.</summary>
    public FilePath? DatabasesFile { get; set; }

    /// <summary>A collection that names the databases: DATABASE.COLLECTION:FIELD. Default: none.</summary>
    public string? DatabasesFrom { get; set; }

    /// <summary>Also databases that the server does not have yet; without it, their names are refused as slips.</summary>
    public bool NewDatabases { get; set; }

    /// <summary>How many of several databases are worked on at a time. 1 to 64. Default: 1.</summary>
    public int? Parallel { get; set; }

    /// <summary>One of several databases that comes first, alone; the others only follow if it is done. Separate several with ';'. Default: none.</summary>
    public string? Canary { get; set; }

    /// <summary>How many of several databases may fail before no other is begun; 0: any number. 0 to 1000000. Default: 1.</summary>
    public int? MaxFailures { get; set; }

    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>An id, a version, 'head', 'base', or one of these as 'tree@target' or 'tree/line@target'.</summary>
    public string? To { get; set; }

    /// <summary>How many migrations at most. From 1. Default: no limit.</summary>
    public int? Distance { get; set; }

    /// <summary>The one-shot to take, by its name.</summary>
    public string? Via { get; set; }

    /// <summary>Where an uninitialised database stands: 'base' or 'tree@VERSION'. Must agree with the record if there is one. Separate several with ';'.</summary>
    public string? From { get; set; }

    /// <summary>What happens to migrations older than the head that were never applied; fixOrder rolls back what came after, and applies everything in order. error, fixOrder or runLate. Default: error.</summary>
    public string? Late { get; set; }

    /// <summary>NAME=VALUE of an option that a migration declares. Separate several with ';'.</summary>
    public string? Option { get; set; }

    /// <summary>Skip preconditions that may be skipped, and when rolling back from images leave documents alone that were changed since; journaled.</summary>
    public bool Force { get; set; }

    /// <summary>TREE@ID of a migration that did not finish and was changed since: it continues with the changed code. Journaled. Separate several with ';'.</summary>
    public string? AcceptChanged { get; set; }

    /// <summary>TREE@ID of a free-form migration that stopped halfway without a transaction: its body, or for a rollback its Down, runs again from the start on these data. Journaled. Separate several with ';'.</summary>
    public string? AcceptHalfDone { get; set; }

    /// <summary>Run everything in one transaction and roll it back: shows what would be done, and needs a server with transactions.</summary>
    public bool DryRun { get; set; }

    /// <summary>Whether migrations that do not set it themselves run in a transaction. auto, require or never. Default: auto.</summary>
    public string? Transaction { get; set; }

    /// <summary>The most documents in a batch of a document migration; fewer on a slow server. 1 to 100000. Default: 1000.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Workers that migrate the documents of a collection in parallel. 1 to 64. Default: 2.</summary>
    public int? Workers { get; set; }

    /// <summary>What happens when a document cannot be migrated; collect leaves it as it is, lists it and continues, and the migration does not count as applied then. stop or collect. Default: stop.</summary>
    public string? OnDocumentError { get; set; }

    /// <summary>How many documents of a migration may be left behind before the run stops anyway. 1 to 1000000. Default: 1000.</summary>
    public int? LimitErrors { get; set; }

    /// <summary>Seconds that a secondary may be behind before the batches of a document migration wait for it; 0: they never do. 0 to 3600. Default: 10.</summary>
    public int? MaxReplicationLag { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one; of several databases, how many they are. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }

    /// <summary>The plan file to carry out. Refused unless plugin, database and records are those of the plan. It says the target and its options, which must not be given again. Default: none; a plan is made at once.</summary>
    public FilePath? Plan { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}

/// <summary>A new migration.</summary>
public sealed class NewMigrationSettings : MigrationsSettings
{
    /// <summary>The migration's class name, for example AddBaz; any words will do.</summary>
    public string? Name { get; set; }

    /// <summary>The tree, which is also a folder. Default: main.</summary>
    public string? Tree { get; set; }

    /// <summary>The SemVer version that the tree has after it, or 'next': the project's when it is built.</summary>
    public string? Version { get; set; }

    /// <summary>The line (branch) of the tree. The newest revision of it becomes the parent.</summary>
    public string? Line { get; set; }

    /// <summary>The name of a one-shot: a way from --from to --to, a revision of another line.</summary>
    public string? OneShot { get; set; }

    /// <summary>Where a one-shot starts: an id, 'line@version' or 'base'.</summary>
    public string? From { get; set; }

    /// <summary>Where a one-shot leads: an id or 'line@version'.</summary>
    public string? To { get; set; }

    /// <summary>A barrier: it begins a new epoch that no path crosses, and has no body.</summary>
    public bool Final { get; set; }

    /// <summary>With a method that says which types were moved.</summary>
    public bool WithSetup { get; set; }

    /// <summary>The kind of its body. free, collection, typed, raw, pipeline, fields, types or emit. Default: free.</summary>
    public string? Kind { get; set; }

    /// <summary>The collection. Default: the tree's name.</summary>
    public string? Collection { get; set; }

    /// <summary>A class of the application that a migration of kind collection, typed or emit works with, for example Shop.Order. Default: none; a typed migration then has two of its own.</summary>
    public string? Class { get; set; }

    /// <summary>With a way back.</summary>
    public bool Reversible { get; set; }

    /// <summary>The namespace that the file's namespace starts with. Default: what the project says.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>Whether the project has implicit usings. enable, true, disable or false. Default: what the project says.</summary>
    public string? ImplicitUsings { get; set; }
}

/// <summary>What to plan.</summary>
public sealed class PlanSettings : MigrationsSettings
{
    /// <summary>Several databases instead of one: names and patterns (tenant_*) with ',' between them, or @FILE. VARIABLE/NAME is on the server whose connection string that environment variable has. Separate several with ';'. Default: one database.</summary>
    public string? Databases { get; set; }

    /// <summary>A file that says the same, one a line; # begins a comment. Default: none.</summary>
    public FilePath? DatabasesFile { get; set; }

    /// <summary>A collection that names the databases: DATABASE.COLLECTION:FIELD. Default: none.</summary>
    public string? DatabasesFrom { get; set; }

    /// <summary>Also databases that the server does not have yet; without it, their names are refused as slips.</summary>
    public bool NewDatabases { get; set; }

    /// <summary>How many of several databases are worked on at a time. 1 to 64. Default: 1.</summary>
    public int? Parallel { get; set; }

    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>An id, a version, 'head', 'base', or one of these as 'tree@target' or 'tree/line@target'.</summary>
    public string? To { get; set; }

    /// <summary>How many migrations at most. From 1. Default: no limit.</summary>
    public int? Distance { get; set; }

    /// <summary>The one-shot to take, by its name.</summary>
    public string? Via { get; set; }

    /// <summary>Where an uninitialised database stands: 'base' or 'tree@VERSION'. Must agree with the record if there is one. Separate several with ';'.</summary>
    public string? From { get; set; }

    /// <summary>What happens to migrations older than the head that were never applied; fixOrder rolls back what came after, and applies everything in order. error, fixOrder or runLate. Default: error.</summary>
    public string? Late { get; set; }

    /// <summary>NAME=VALUE of an option that a migration declares. Separate several with ';'.</summary>
    public string? Option { get; set; }

    /// <summary>Skip preconditions that may be skipped, and when rolling back from images leave documents alone that were changed since; journaled.</summary>
    public bool Force { get; set; }

    /// <summary>TREE@ID of a migration that did not finish and was changed since: it continues with the changed code. Journaled. Separate several with ';'.</summary>
    public string? AcceptChanged { get; set; }

    /// <summary>TREE@ID of a free-form migration that stopped halfway without a transaction: its body, or for a rollback its Down, runs again from the start on these data. Journaled. Separate several with ';'.</summary>
    public string? AcceptHalfDone { get; set; }

    /// <summary>Plan the way back instead of the way forward.</summary>
    public bool Rollback { get; set; }

    /// <summary>With the actions that the migrations report: runs them in one transaction and rolls it back.</summary>
    public bool DryRun { get; set; }

    /// <summary>Estimate how long document migrations take: reads up to 100 documents of each, and carries its body out on them in memory. Writes nothing.</summary>
    public bool Estimate { get; set; }

    /// <summary>The plan file to write, for 'migrate --plan'. Default: none.</summary>
    public FilePath? Out { get; set; }

    /// <summary>Hours until the plan file expires. 1 to 8760. Default: never.</summary>
    public int? Expires { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}

/// <summary>Which before images to delete.</summary>
public sealed class PruneSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one; of several databases, how many they are. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }

    /// <summary>Only images of migrations whose newest image is that many days old. 0 to 36500. Default: all.</summary>
    public int? OlderThan { get; set; }
}

/// <summary>What to rehearse.</summary>
public sealed class RehearseSettings : MigrationsSettings
{
    /// <summary>Several databases instead of one: names and patterns (tenant_*) with ',' between them, or @FILE. VARIABLE/NAME is on the server whose connection string that environment variable has. Separate several with ';'. Default: one database.</summary>
    public string? Databases { get; set; }

    /// <summary>A file that says the same, one a line; # begins a comment. Default: none.</summary>
    public FilePath? DatabasesFile { get; set; }

    /// <summary>A collection that names the databases: DATABASE.COLLECTION:FIELD. Default: none.</summary>
    public string? DatabasesFrom { get; set; }

    /// <summary>Also databases that the server does not have yet; without it, their names are refused as slips.</summary>
    public bool NewDatabases { get; set; }

    /// <summary>How many of several databases are worked on at a time. 1 to 64. Default: 1.</summary>
    public int? Parallel { get; set; }

    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>An id, a version, 'head', 'base', or one of these as 'tree@target' or 'tree/line@target'.</summary>
    public string? To { get; set; }

    /// <summary>How many migrations at most. From 1. Default: no limit.</summary>
    public int? Distance { get; set; }

    /// <summary>The one-shot to take, by its name.</summary>
    public string? Via { get; set; }

    /// <summary>Where an uninitialised database stands: 'base' or 'tree@VERSION'. Must agree with the record if there is one. Separate several with ';'.</summary>
    public string? From { get; set; }

    /// <summary>What happens to migrations older than the head that were never applied; fixOrder rolls back what came after, and applies everything in order. error, fixOrder or runLate. Default: error.</summary>
    public string? Late { get; set; }

    /// <summary>NAME=VALUE of an option that a migration declares. Separate several with ';'.</summary>
    public string? Option { get; set; }

    /// <summary>Skip preconditions that may be skipped, and when rolling back from images leave documents alone that were changed since; journaled.</summary>
    public bool Force { get; set; }

    /// <summary>TREE@ID of a migration that did not finish and was changed since: it continues with the changed code. Journaled. Separate several with ';'.</summary>
    public string? AcceptChanged { get; set; }

    /// <summary>TREE@ID of a free-form migration that stopped halfway without a transaction: its body, or for a rollback its Down, runs again from the start on these data. Journaled. Separate several with ';'.</summary>
    public string? AcceptHalfDone { get; set; }

    /// <summary>Rehearse the way back of applied migrations, against the images that they kept.</summary>
    public bool Rollback { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}

/// <summary>Whose status, and where to report it.</summary>
public sealed class StatusSettings : MigrationsSettings
{
    /// <summary>Several databases instead of one: names and patterns (tenant_*) with ',' between them, or @FILE. VARIABLE/NAME is on the server whose connection string that environment variable has. Separate several with ';'. Default: one database.</summary>
    public string? Databases { get; set; }

    /// <summary>A file that says the same, one a line; # begins a comment. Default: none.</summary>
    public FilePath? DatabasesFile { get; set; }

    /// <summary>A collection that names the databases: DATABASE.COLLECTION:FIELD. Default: none.</summary>
    public string? DatabasesFrom { get; set; }

    /// <summary>Also databases that the server does not have yet; without it, their names are refused as slips.</summary>
    public bool NewDatabases { get; set; }

    /// <summary>How many of several databases are worked on at a time. 1 to 64. Default: 1.</summary>
    public int? Parallel { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}

/// <summary>What to verify, and where to report it.</summary>
public sealed class VerifySettings : MigrationsSettings
{
    /// <summary>Several databases instead of one: names and patterns (tenant_*) with ',' between them, or @FILE. VARIABLE/NAME is on the server whose connection string that environment variable has. Separate several with ';'. Default: one database.</summary>
    public string? Databases { get; set; }

    /// <summary>A file that says the same, one a line; # begins a comment. Default: none.</summary>
    public FilePath? DatabasesFile { get; set; }

    /// <summary>A collection that names the databases: DATABASE.COLLECTION:FIELD. Default: none.</summary>
    public string? DatabasesFrom { get; set; }

    /// <summary>Also databases that the server does not have yet; without it, their names are refused as slips.</summary>
    public bool NewDatabases { get; set; }

    /// <summary>How many of several databases are worked on at a time. 1 to 64. Default: 1.</summary>
    public int? Parallel { get; set; }

    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>FORMAT=FILE of a report to write, however the command ends; a file of that name is replaced. Before the '=': junit, sarif, html or markdown. Separate several with ';'. Default: none.</summary>
    public string? Report { get; set; }
}
