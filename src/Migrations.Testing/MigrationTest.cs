using System.Reflection;
using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Testing.Dumps;
using Migrations.Testing.Servers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Testing;

/// <summary>
/// A test of a plugin's migrations on a database of its own, which is dropped at the end: documents before, what is done, documents after. The server is the one that <c>MIGRATIONS_TEST_CONNECTION</c> names,
/// else MongoDB in a container where Docker is, else the local server of the <c>migrations</c> command.
/// </summary>
public sealed class MigrationTest : IAsyncDisposable
{
    private const string StatePrefix = StateNames.DefaultPrefix;
    private readonly DriverChannel _channel;
    private readonly MongoClient _client;
    private readonly MigrationCatalogue _catalogue;
    private readonly CancellationToken _cancellationToken;
    private PlanRequest? _last;
    private IReadOnlyList<string> _before = [];

    private MigrationTest(string connectionString, MigrationCatalogue catalogue, CancellationToken cancellationToken)
    {
        (_catalogue, _cancellationToken) = (catalogue, cancellationToken);
        _channel = DriverChannel.Create(connectionString);
        _client = new MongoClient(connectionString);
        Database = _client.GetDatabase($"test_{ObjectId.GenerateNewId()}");
    }

    /// <summary>The database, for whatever the test does besides.</summary>
    public IMongoDatabase Database { get; }

    /// <summary>Begins a test on an empty database, which stands before the first migration.</summary>
    /// <param name="plugin">The assembly with the migrations, for example <c>typeof(AddBaz).Assembly</c>.</param>
    /// <param name="cancellationToken">Cancels whatever the test does.</param>
    /// <exception cref="InvalidOperationException">There is no server.</exception>
    public static async Task<MigrationTest> StartAsync(Assembly plugin, CancellationToken cancellationToken = default)
    {
        var catalogue = CatalogueReader.Read(plugin);
        catalogue.Prepare();
        var test = new MigrationTest(await TestServer.ConnectionString.ConfigureAwait(false), catalogue, cancellationToken);
        await test.GivenPositionAsync("base").ConfigureAwait(false);
        return test;
    }

    /// <summary>Says at which migration the given documents stand, without running anything: <c>base</c>, <c>head</c>, or <c>tree@id</c>.</summary>
    public Task GivenPositionAsync(params string[] positions) => NewEngine().StampAsync(new StampRequest { At = positions, IsInitialisation = false, IsForced = true }, isDryRun: false, _cancellationToken);

    /// <summary>Inserts documents.</summary>
    public Task GivenAsync(string collection, params BsonDocument[] documents) => GivenAsync<BsonDocument>(collection, documents);

    /// <summary>Inserts documents of a class.</summary>
    public Task GivenAsync<T>(string collection, params T[] documents) => Database.GetCollection<T>(collection).InsertManyAsync(documents, cancellationToken: _cancellationToken);

    /// <summary>Inserts what a dump has, with its indexes: a folder or an archive of <c>mongodump</c>, compressed or not.</summary>
    /// <param name="path">The folder (of one database), or the archive.</param>
    /// <exception cref="InvalidDataException">It is no dump, or a damaged one.</exception>
    public Task GivenDumpAsync(string path) => DumpReader.RestoreAsync(path, Database, _cancellationToken);

    /// <summary>Migrates up to a target: <c>head</c>, an id, a version, or <c>tree@</c> and one of them.</summary>
    /// <param name="target">The target; those of a single tree leave others alone.</param>
    /// <param name="options">Values of options that migrations declare; null for none.</param>
    public Task WhenMigratedToAsync(string target, IReadOnlyDictionary<string, string>? options = null) => RunAsync(Request(target, MigrationDirection.Up, options), new QuietObserver());

    /// <summary>Rolls back to a target: <c>base</c>, an id, a version, or <c>tree@</c> and one of them.</summary>
    public Task WhenRolledBackToAsync(string target) => RunAsync(Request(target, MigrationDirection.Down, null), new QuietObserver());

    /// <summary>Migrates, and stops in the middle, as a process that is told to end: after so many documents. Migrate again to see it continue.</summary>
    /// <param name="target">The target.</param>
    /// <param name="documents">After how many documents, about: a batch of ten is the smallest piece.</param>
    public async Task WhenStoppedAfterAsync(string target, long documents)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
        try
        {
            await NewEngine(batchSize: 10).RunAsync(Request(target, MigrationDirection.Up, null), new StoppingObserver(documents, stop), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !_cancellationToken.IsCancellationRequested)
        {
            return;
        }

        throw new MigrationAssertionException($"The run to {target} came to its end before {documents} documents were migrated, so it was not stopped. Give more documents.");
    }

    /// <summary>Compares the documents of a collection, by <c>_id</c>; fields may be in another order.</summary>
    /// <exception cref="MigrationAssertionException">There are others.</exception>
    public async Task ThenDocumentsAsync(string collection, params BsonDocument[] expected) =>
        Comparison.Require(collection, expected, await Database.GetCollection<BsonDocument>(collection).Find(FilterDefinition<BsonDocument>.Empty).ToListAsync(_cancellationToken).ConfigureAwait(false));

    /// <summary>Compares the documents of a collection as a class, by what is stored.</summary>
    /// <exception cref="MigrationAssertionException">There are others.</exception>
    public Task ThenDocumentsAsync<T>(string collection, params T[] expected) => ThenDocumentsAsync(collection, [.. expected.Select(e => e.ToBsonDocument())]);

    /// <summary>Migrates to a target and back, and compares every document. Nothing remains of it.</summary>
    /// <exception cref="MigrationAssertionException">Some are not restored, or could not be compared.</exception>
    public async Task ThenRollbackRestoresAsync(string target)
    {
        var report = await NewEngine().RehearseAsync(Request(target, MigrationDirection.Up, null), _cancellationToken).ConfigureAwait(false);
        var faults = report.Steps.Where(s => s.Outcome != RehearsalOutcome.Exact).Select(s => $"{s.Step.Migration.Identity}: {(s.Outcome == RehearsalOutcome.NotCompared ? s.Reason : string.Join(" ", s.Differences.Select(d => $"{d.Collection} {d.Id}: {d.Text}")))}").ToList();
        RequireSteps(report.Plan, target);
        Require(faults.Count == 0, $"A rollback does not restore what was there:\n  {string.Join("\n  ", faults)}");
    }

    /// <summary>Tries a run in a transaction that is rolled back, and all documents that would fail.</summary>
    /// <exception cref="MigrationAssertionException">The database is not what it was.</exception>
    /// <exception cref="MigrationException">The run would fail.</exception>
    public async Task ThenDryRunSucceedsAsync(string target)
    {
        var before = await SnapshotAsync().ConfigureAwait(false);
        var report = await NewEngine().DryRunAsync(Request(target, MigrationDirection.Up, null), _cancellationToken).ConfigureAwait(false);
        RequireSteps(report.Plan, target);
        Require(before == await SnapshotAsync().ConfigureAwait(false), $"A dry run to {target} changed the database.");
    }

    /// <summary>Runs what the last <see cref="WhenMigratedToAsync"/> ran on its own result: a migration that is idempotent changes nothing.</summary>
    /// <exception cref="MigrationAssertionException">Documents were changed, inserted or deleted.</exception>
    public async Task ThenAgainChangesNothingAsync()
    {
        var last = _last ?? throw new InvalidOperationException($"Nothing was migrated in this test, or it was rolled back. Call {nameof(WhenMigratedToAsync)} first.");
        var (before, positions) = (await SnapshotAsync().ConfigureAwait(false), _before);
        await GivenPositionAsync([.. positions]).ConfigureAwait(false);
        Require(await RunAsync(last, new QuietObserver()).ConfigureAwait(false) > 0, "Nothing was migrated again.");
        Comparison.RequireSame("The same migrations, run again on their own result, change it.", before, await SnapshotAsync().ConfigureAwait(false));
    }

    /// <summary>The documents of a collection as text, sorted by <c>_id</c>: for a snapshot that the test framework keeps.</summary>
    public async Task<string> SnapshotAsync(string collection) =>
        Comparison.TextOf(await Database.GetCollection<BsonDocument>(collection).Find(FilterDefinition<BsonDocument>.Empty).ToListAsync(_cancellationToken).ConfigureAwait(false));

    /// <summary>The documents of all collections as text.</summary>
    public async Task<string> SnapshotAsync()
    {
        using var cursor = await Database.ListCollectionNamesAsync(cancellationToken: _cancellationToken).ConfigureAwait(false);
        var names = (await cursor.ToListAsync(_cancellationToken).ConfigureAwait(false)).Where(n => !new StateNames(StatePrefix).Owns(n) && !n.StartsWith("system.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var parts = new List<string>();
        foreach (var name in names)
        {
            parts.Add($"{name}\n{await SnapshotAsync(name).ConfigureAwait(false)}");
        }

        return string.Join('\n', parts);
    }

    /// <summary>Drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.DropDatabaseAsync(Database.DatabaseNamespace.DatabaseName, CancellationToken.None).ConfigureAwait(false);
        _client.Dispose();
        await _channel.DisposeAsync().ConfigureAwait(false);
    }

    // How many migrations were taken.
    private async Task<int> RunAsync(PlanRequest request, IRunObserver observer)
    {
        var before = await PositionsAsync().ConfigureAwait(false);
        var result = await NewEngine().RunAsync(request, observer, _cancellationToken).ConfigureAwait(false);
        if (result.Plan.NotWritten is [var held, ..])
        {
            throw new MigrationException(held.Code, held.Text);
        }

        // What was not taken up, or was rolled back since, cannot be repeated.
        (_last, _before) = request.Direction == MigrationDirection.Down ? (null, [])
            : result.Steps.Count > 0 ? (request, before)
            : (_last, _before);
        return result.Steps.Count;
    }

    private async Task<IReadOnlyList<string>> PositionsAsync() =>
        [.. (await NewEngine().GetStatusAsync(_cancellationToken).ConfigureAwait(false)).Trees.Select(t => $"{t.Name}@{t.Head ?? RevisionName.Base}")];

    private static PlanRequest Request(string target, MigrationDirection direction, IReadOnlyDictionary<string, string>? options) => new()
    {
        Direction = direction,
        To = target,
        Options = options ?? new Dictionary<string, string>(StringComparer.Ordinal),
    };

    private static void RequireSteps(Plan plan, string target)
    {
        if (plan.NotWritten is [var held, ..])
        {
            throw new MigrationException(held.Code, held.Text);
        }

        Require(plan.Steps.Count > 0, $"There is nothing to migrate to {target}, so nothing was tried.");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new MigrationAssertionException(message);
        }
    }

    // One worker, so that a test sees the same each time.
    private MigrationEngine NewEngine(int? batchSize = null) => new(_channel, _catalogue, new EngineOptions
    {
        Database = Database.DatabaseNamespace.DatabaseName,
        Identity = RunOrigin.Create("Migrations.Testing"),
        Run = new RunSettings { Workers = 1, BatchSize = batchSize ?? new RunSettings().BatchSize, DryRunDocuments = long.MaxValue },
    });
}
