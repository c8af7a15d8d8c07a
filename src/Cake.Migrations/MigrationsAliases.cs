using Cake.Core;
using Cake.Core.Annotations;
using Migrations.Shared;

namespace Cake.Migrations;

/// <summary>MongoDB migrations as part of a Cake build. Tested with the Cake tool; Frosting and Cake.Sdk use the same aliases as extension methods.</summary>
[CakeAliasCategory("Migrations")]
[CakeNamespaceImport("Cake.Migrations")]
public static class MigrationsAliases
{
    /// <summary>Records where a database stands, once, before anything is migrated.</summary>
    /// <example><code><![CDATA[MigrationsInitialise(new InitialiseSettings { Assembly = "migrations.dll", At = "base" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsInitialise(this ICakeContext context, InitialiseSettings settings) => Run(context, CommandTable.Init, settings);

    /// <summary>Records where single trees stand, without running anything.</summary>
    /// <example><code><![CDATA[MigrationsStamp(new InitialiseSettings { Assembly = "migrations.dll", At = "models@head" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsStamp(this ICakeContext context, InitialiseSettings settings) => Run(context, CommandTable.Stamp, settings);

    /// <summary>Accepts what somebody has checked: changes to applied migrations, or the data of half-done ones.</summary>
    /// <example><code><![CDATA[MigrationsAccept(new AcceptSettings { Assembly = "migrations.dll", At = "models@20260301090000" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsAccept(this ICakeContext context, AcceptSettings settings) => Run(context, CommandTable.Accept, settings);

    /// <summary>Records what another tool has applied, from the log that it kept in the database.</summary>
    /// <example><code><![CDATA[MigrationsImport(new ImportSettings { Assembly = "migrations.dll", From = "migrate-mongo", Map = "migrate-mongo.map" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsImport(this ICakeContext context, ImportSettings settings) => Run(context, CommandTable.Import, settings);

    /// <summary>Creates the file of a new migration.</summary>
    /// <example><code><![CDATA[MigrationsNew(new NewMigrationSettings { Name = "AddBaz", Tree = "models", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsNew(this ICakeContext context, NewMigrationSettings settings) => Run(context, CommandTable.New, settings);

    /// <summary>Creates the folder of a tree and its file.</summary>
    /// <example><code><![CDATA[MigrationsAddTree(new AddTreeSettings { Name = "datasets", Lines = "Integer,Uuid", DefaultLine = "Integer", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsAddTree(this ICakeContext context, AddTreeSettings settings) => Run(context, CommandTable.AddTree, settings);

    /// <summary>Creates the migration to a revision of a line, whose id is made of tree, line and version.</summary>
    /// <example><code><![CDATA[MigrationsAddRevision(new AddRevisionSettings { Tree = "datasets", Line = "Uuid", Version = "1.0.0", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsAddRevision(this ICakeContext context, AddRevisionSettings settings) => Run(context, CommandTable.AddRevision, settings);

    /// <summary>Renumbers unreleased migrations that are older than the newest released one of their line.</summary>
    /// <example><code><![CDATA[MigrationsFixOrder(new FixOrderSettings { Base = "origin/main", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsFixOrder(this ICakeContext context, FixOrderSettings settings) => Run(context, CommandTable.FixOrder, settings);

    /// <summary>Shows the status of a database compared with the plugin.</summary>
    /// <example><code><![CDATA[MigrationsStatus(new StatusSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsStatus(this ICakeContext context, StatusSettings settings) => Run(context, CommandTable.Status, settings);

    /// <summary>Shows what a run would do and returns whether there is anything to do.</summary>
    /// <example><code><![CDATA[if (MigrationsPlan(new PlanSettings { Assembly = "migrations.dll" })) Information("pending");]]></code></example>
    [CakeMethodAlias]
    public static bool MigrationsPlan(this ICakeContext context, PlanSettings settings) => Run(context, CommandTable.Plan, settings) == (int)ExitCode.Pending;

    /// <summary>Applies pending migrations.</summary>
    /// <example><code><![CDATA[MigrationsMigrate(new MigrateSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsMigrate(this ICakeContext context, MigrateSettings settings) => Run(context, CommandTable.Migrate, settings);

    /// <summary>Rolls back applied migrations.</summary>
    /// <example><code><![CDATA[MigrationsRollback(new MigrateSettings { Assembly = "migrations.dll", Distance = 1 });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsRollback(this ICakeContext context, MigrateSettings settings) => Run(context, CommandTable.Rollback, settings);

    /// <summary>Applies pending migrations and rolls them back, all in one transaction that is aborted: fails with exit code 4 if some documents are not what they were.</summary>
    /// <example><code><![CDATA[MigrationsRehearse(new RehearseSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsRehearse(this ICakeContext context, RehearseSettings settings) => Run(context, CommandTable.Rehearse, settings);

    /// <summary>Deletes the images of finished migrations, which then cannot be rolled back from them.</summary>
    /// <example><code><![CDATA[MigrationsPrune(new PruneSettings { Assembly = "migrations.dll", OlderThan = 30 });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsPrune(this ICakeContext context, PruneSettings settings) => Run(context, CommandTable.Prune, settings);

    /// <summary>The gate: fails with exit code 2 when migrations are pending and 4 when something is wrong.</summary>
    /// <example><code><![CDATA[MigrationsVerify(new VerifySettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsVerify(this ICakeContext context, VerifySettings settings) => Run(context, CommandTable.Verify, settings);

    /// <summary>Checks the plugin without a database: fails with exit code 4 when released migrations were changed, deleted or overtaken.</summary>
    /// <example><code><![CDATA[MigrationsLint(new LintSettings { Assembly = "migrations.dll", ProjectDirectory = "migrations", Locked = true });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsLint(this ICakeContext context, LintSettings settings) => Run(context, CommandTable.Lint, settings);

    /// <summary>Shows the trees of the plugin, or its one-shots; needs no database.</summary>
    /// <example><code><![CDATA[MigrationsTrees(new HistorySettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsTrees(this ICakeContext context, HistorySettings settings) => Run(context, CommandTable.Trees, settings);

    /// <summary>Shows the revisions of the plugin, newest first; needs a database only when verbose.</summary>
    /// <example><code><![CDATA[MigrationsHistory(new HistorySettings { Assembly = "migrations.dll", Tree = "models", Verbose = true });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsHistory(this ICakeContext context, HistorySettings settings) => Run(context, CommandTable.History, settings);

    /// <summary>Draws the revisions of the plugin and the ways between them; needs no database.</summary>
    /// <example><code><![CDATA[MigrationsGraph(new GraphSettings { Assembly = "migrations.dll", Format = "svg", Out = "graph.svg" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsGraph(this ICakeContext context, GraphSettings settings) => Run(context, CommandTable.Graph, settings);

    /// <summary>Shows the journal: what was done to the database, when, by whom.</summary>
    /// <example><code><![CDATA[MigrationsJournal(new JournalSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsJournal(this ICakeContext context, JournalSettings settings) => Run(context, CommandTable.Journal, settings);

    /// <summary>Shows what the runs worked with, and how this machine differs from the last one; with <c>Check</c>, fails if it differs in what matters.</summary>
    /// <example><code><![CDATA[MigrationsEnvironment(new EnvironmentSettings { Assembly = "migrations.dll", Check = true });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsEnvironment(this ICakeContext context, EnvironmentSettings settings) => Run(context, CommandTable.Environment, settings);

    /// <summary>Starts, stops or shows the local server: <c>start</c>, <c>stop</c>, <c>status</c>.</summary>
    /// <example><code><![CDATA[MigrationsLocalServer("start", new MigrationsSettings());]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsLocalServer(this ICakeContext context, string action, MigrationsSettings settings) =>
        Run(context, $"{CommandTable.LocalServer} {action}", settings);

    private static int Run(ICakeContext context, string command, MigrationsSettings settings) =>
        new MigrationsRunner(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools).Run(command, settings);
}
