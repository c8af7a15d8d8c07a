using System.Globalization;
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
    public static void MigrationsInitialise(this ICakeContext context, InitialiseSettings settings) =>
        Run(context, "init", settings, [.. OnDatabase(context, settings), .. Position(settings)]);

    /// <summary>Records where single trees stand, without running anything.</summary>
    /// <example><code><![CDATA[MigrationsStamp(new InitialiseSettings { Assembly = "migrations.dll", At = "models@head" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsStamp(this ICakeContext context, InitialiseSettings settings) =>
        Run(context, "stamp", settings, [.. OnDatabase(context, settings), .. Position(settings)]);

    /// <summary>Accepts what somebody has looked at: the change of applied migrations, or the data of half done ones.</summary>
    /// <example><code><![CDATA[MigrationsAccept(new AcceptSettings { Assembly = "migrations.dll", At = "models@20260301090000" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsAccept(this ICakeContext context, AcceptSettings settings) =>
        Run(context, "accept", settings, [.. OnDatabase(context, settings), .. settings.At is { } migrations ? [migrations] : Array.Empty<string>(), .. Option("--as", settings.As), .. Claim(settings.Confirm, settings.LockWait)]);

    /// <summary>Creates the file of a new migration.</summary>
    /// <example><code><![CDATA[MigrationsNew(new NewMigrationSettings { Name = "AddBaz", Tree = "models", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsNew(this ICakeContext context, NewMigrationSettings settings) =>
        Run(context, "new", settings,
        [
            .. Option("--name", settings.Name), .. InFolder(context, settings), .. Option("--tree", settings.Tree), .. Option("--kind", settings.Kind),
            .. Option("--version-name", settings.Version), .. Option("--collection", settings.Collection), .. Option("--class", settings.Class), .. Option("--namespace", settings.RootNamespace), .. Flag("--reversible", settings.Reversible),
            .. Option("--line", settings.Line), .. Option("--one-shot", settings.OneShot), .. Option("--from", settings.From), .. Option("--to", settings.To), .. Flag("--final", settings.Final), .. Flag("--with-setup", settings.WithSetup),
        ]);

    /// <summary>Creates the folder of a tree and its file.</summary>
    /// <example><code><![CDATA[MigrationsAddTree(new AddTreeSettings { Name = "datasets", Lines = "Integer,Uuid", DefaultLine = "Integer", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsAddTree(this ICakeContext context, AddTreeSettings settings) =>
        Run(context, "add-tree", settings,
        [
            .. Option("--name", settings.Name), .. InFolder(context, settings), .. Option("--lines", settings.Lines), .. Option("--default-line", settings.DefaultLine), .. Option("--description", settings.Description),
            .. Flag("--declared-by-application", settings.DeclaredByApplication),
        ]);

    /// <summary>Creates the migration to a revision of a line, whose id is made of tree, line and version.</summary>
    /// <example><code><![CDATA[MigrationsAddRevision(new AddRevisionSettings { Tree = "datasets", Line = "Uuid", Version = "1.0.0", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsAddRevision(this ICakeContext context, AddRevisionSettings settings) =>
        Run(context, "add-revision", settings,
        [
            .. Option("--tree", settings.Tree), .. Option("--line", settings.Line), .. Option("--version-name", settings.Version), .. Option("--name", settings.Name), .. InFolder(context, settings),
            .. Option("--kind", settings.Kind), .. Option("--collection", settings.Collection), .. Option("--class", settings.Class), .. Option("--namespace", settings.RootNamespace), .. Flag("--reversible", settings.Reversible),
        ]);

    /// <summary>Renumbers unreleased migrations that are older than the newest released one of their line.</summary>
    /// <example><code><![CDATA[MigrationsFixOrder(new FixOrderSettings { Base = "origin/main", ProjectDirectory = "migrations" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsFixOrder(this ICakeContext context, FixOrderSettings settings) =>
        Run(context, "fix-order", settings, [.. InFolder(context, settings), .. Option("--base", settings.Base), .. Flag("--dry-run", settings.DryRun)], (int)ExitCode.Pending);

    /// <summary>Shows where a database stands against the plugin.</summary>
    /// <example><code><![CDATA[MigrationsStatus(new MigrationsSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsStatus(this ICakeContext context, MigrationsSettings settings) => Run(context, "status", settings, OnDatabase(context, settings));

    /// <summary>Shows what a run would do and returns whether there is anything to do.</summary>
    /// <example><code><![CDATA[if (MigrationsPlan(new MigrateSettings { Assembly = "migrations.dll" })) Information("pending");]]></code></example>
    [CakeMethodAlias]
    public static bool MigrationsPlan(this ICakeContext context, MigrateSettings settings) =>
        Run(context, "plan", settings, [.. OnDatabase(context, settings), .. Target(settings), .. Flag("--rollback", settings.Rollback), .. Flag("--dry-run", settings.DryRun)], (int)ExitCode.Pending) == (int)ExitCode.Pending;

    /// <summary>Applies pending migrations.</summary>
    /// <example><code><![CDATA[MigrationsMigrate(new MigrateSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsMigrate(this ICakeContext context, MigrateSettings settings) =>
        Run(context, "migrate", settings, [.. OnDatabase(context, settings), .. Target(settings), .. Running(settings)]);

    /// <summary>Rolls back applied migrations.</summary>
    /// <example><code><![CDATA[MigrationsRollback(new MigrateSettings { Assembly = "migrations.dll", Distance = 1 });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsRollback(this ICakeContext context, MigrateSettings settings) =>
        Run(context, "rollback", settings, [.. OnDatabase(context, settings), .. Target(settings), .. Running(settings)]);

    /// <summary>Takes pending migrations there and back in one transaction, which is taken back: fails with exit code 4 when some documents are not what they were.</summary>
    /// <example><code><![CDATA[MigrationsRehearse(new MigrateSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsRehearse(this ICakeContext context, MigrateSettings settings) =>
        Run(context, "rehearse", settings, [.. OnDatabase(context, settings), .. Target(settings), .. Flag("--rollback", settings.Rollback)]);

    /// <summary>Deletes the images of finished migrations, which then cannot be rolled back from them.</summary>
    /// <example><code><![CDATA[MigrationsPrune(new PruneSettings { Assembly = "migrations.dll", OlderThan = 30 });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsPrune(this ICakeContext context, PruneSettings settings) =>
        Run(context, "prune", settings, [.. OnDatabase(context, settings), .. Option("--older-than", settings.OlderThan?.ToString(CultureInfo.InvariantCulture)), .. Claim(settings.Confirm, settings.LockWait), .. TreeArgument(settings)]);

    /// <summary>The gate: fails with exit code 2 when migrations are pending and 4 when something is wrong.</summary>
    /// <example><code><![CDATA[MigrationsVerify(new MigrationsSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsVerify(this ICakeContext context, MigrationsSettings settings) =>
        Run(context, "verify", settings, [.. OnDatabase(context, settings), .. Option("--tree", settings.Tree)]);

    /// <summary>Shows the trees of the plugin, or its one-shots; needs no database.</summary>
    /// <example><code><![CDATA[MigrationsTrees(new HistorySettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsTrees(this ICakeContext context, HistorySettings settings) =>
        Run(context, "trees", settings, [.. OnDatabase(context, settings), .. Flag("--one-shot", settings.OneShot)]);

    /// <summary>Shows the revisions of the plugin, newest first; needs a database only when verbose.</summary>
    /// <example><code><![CDATA[MigrationsHistory(new HistorySettings { Assembly = "migrations.dll", Tree = "models", Verbose = true });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsHistory(this ICakeContext context, HistorySettings settings) =>
        Run(context, "history", settings, [.. OnDatabase(context, settings), .. Flag("--verbose", settings.Verbose), .. Flag("--one-shot", settings.OneShot), .. TreeArgument(settings)]);

    /// <summary>Draws the revisions of the plugin and the ways between them; needs no database.</summary>
    /// <example><code><![CDATA[MigrationsGraph(new GraphSettings { Assembly = "migrations.dll", Format = "svg", Out = "graph.svg" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsGraph(this ICakeContext context, GraphSettings settings) =>
        Run(context, "graph", settings, [.. OnDatabase(context, settings), .. Option("--format", settings.Format), .. Option("--out", settings.Out?.MakeAbsolute(context.Environment).FullPath), .. TreeArgument(settings)]);

    /// <summary>Shows the journal: what was done to the database, when, by whom.</summary>
    /// <example><code><![CDATA[MigrationsJournal(new MigrationsSettings { Assembly = "migrations.dll" });]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsJournal(this ICakeContext context, MigrationsSettings settings) =>
        Run(context, "journal", settings, [.. OnDatabase(context, settings), .. TreeArgument(settings)]);

    /// <summary>Starts, stops or shows the local server: <c>start</c>, <c>stop</c>, <c>status</c>.</summary>
    /// <example><code><![CDATA[MigrationsLocalServer("start", new MigrationsSettings());]]></code></example>
    [CakeMethodAlias]
    public static void MigrationsLocalServer(this ICakeContext context, string action, MigrationsSettings settings) => Run(context, "local-server", settings, [action]);

    private static int Run(ICakeContext context, string command, MigrationsSettings settings, IEnumerable<string> options, params int[] alsoSuccess) =>
        new MigrationsRunner(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools).Run(command, settings, options, alsoSuccess);

    private static IEnumerable<string> OnDatabase(ICakeContext context, MigrationsSettings settings) =>
    [
        .. Option(HostContract.AssemblyOption, settings.Assembly?.MakeAbsolute(context.Environment).FullPath),
        .. Option("--project-directory", settings.ProjectDirectory?.MakeAbsolute(context.Environment).FullPath),
        .. Option(HostContract.DatabaseOption, settings.Database), .. Flag(HostContract.NoLocalServerOption, settings.NoLocalServer),
    ];

    private static IEnumerable<string> InFolder(ICakeContext context, MigrationsSettings settings) => Option("--directory", settings.ProjectDirectory?.MakeAbsolute(context.Environment).FullPath);

    private static IEnumerable<string> Target(MigrateSettings settings) =>
    [
        .. Option("--tree", settings.Tree), .. Option("--to", settings.To), .. Option("--distance", settings.Distance?.ToString(CultureInfo.InvariantCulture)), .. Option("--via", settings.Via),
        .. Option("--from", settings.From), .. Option("--late", settings.Late), .. Option("--option", settings.Option), .. Flag("--force", settings.Force),
        .. Option("--accept-changed", settings.AcceptChanged), .. Option("--accept-half-done", settings.AcceptHalfDone),
    ];

    private static IEnumerable<string> Running(MigrateSettings settings) =>
        [.. Option("--transaction", settings.Transaction), .. Option("--workers", settings.Workers?.ToString(CultureInfo.InvariantCulture)), .. Option("--on-document-error", settings.OnDocumentError),
            .. Option("--limit-errors", settings.LimitErrors?.ToString(CultureInfo.InvariantCulture)), .. Option("--max-replication-lag", settings.MaxReplicationLag?.ToString(CultureInfo.InvariantCulture)),
            .. Claim(settings.Confirm, settings.LockWait), .. Flag("--dry-run", settings.DryRun)];

    private static IEnumerable<string> Position(InitialiseSettings settings) => [.. Option("--at", settings.At), .. Flag("--force", settings.Force), .. Flag("--dry-run", settings.DryRun), .. Claim(settings.Confirm, settings.LockWait)];

    private static IEnumerable<string> Claim(string? confirm, int? lockWait) => [.. Option("--confirm", confirm), .. Option("--lock-wait", lockWait?.ToString(CultureInfo.InvariantCulture))];

    private static IEnumerable<string> TreeArgument(MigrationsSettings settings) => settings.Tree is { } tree ? [tree] : [];

    private static IEnumerable<string> Option(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [name, value];

    private static IEnumerable<string> Flag(string name, bool value) => value ? [name] : [];
}
