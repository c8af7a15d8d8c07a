using Catalogue.Models;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.IntegrationTests.Engine;
using SampleData;

namespace Migrations.IntegrationTests.Sample;

// The repository's own plugin on a database of its own: empty, or with the documents that SampleData loads.
internal sealed class SampleFixture : IAsyncDisposable
{
    private static readonly MigrationCatalogue Catalogue = CatalogueReader.Read(typeof(AddBaz).Assembly);

    private readonly EngineFixture _engine;

    private SampleFixture(EngineFixture engine) => _engine = engine;

    public static RevisionGraph Graph { get; } = RevisionGraph.Create(Catalogue);

    public IMongoDatabase Database => _engine.Database;

    public static async Task<SampleFixture> CreateAsync(int documents)
    {
        var sample = new SampleFixture(await EngineFixture.CreateAsync(isInitialised: false));
        foreach (var (collection, contents) in documents == 0 ? [] : new SampleCatalogue(documents).All())
        {
            await sample.Database.GetCollection(collection).InsertManyAsync(contents);
        }

        IReadOnlyList<string> at = documents == 0 ? [] : ["base", "items@0.4.0"];
        await sample.NewEngine().StampAsync(new StampRequest { At = at, IsInitialisation = true }, isDryRun: false, CancellationToken.None);
        return sample;
    }

    public MigrationEngine NewEngine(TransactionMode transaction = TransactionMode.Auto) => _engine.NewEngine(transaction, catalogue: Catalogue);

    public Task<RunResult> RunAsync(PlanRequest request, TransactionMode transaction = TransactionMode.Auto) => NewEngine(transaction).RunAsync(request, _engine.Observer, CancellationToken.None);

    public async Task<TreeStatus> StatusAsync(string tree) => (await NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == tree);

    public Task<List<BsonDocument>> ReadAsync(string collection) => _engine.ReadAsync(collection);

    // All documents and indexes, a line each; fields sorted, because to change one may move it to the end.
    public async Task<List<string>> ReadAllAsync()
    {
        var lines = new List<string>();
        foreach (var name in (await Database.ReadCollectionNamesAsync()).Where(n => !n.StartsWith("_migrations", StringComparison.Ordinal)))
        {
            lines.AddRange((await ReadAsync(name)).Select(d => $"{name} {Sorted(d).ToExactText()}"));
            lines.AddRange((await Database.GetCollection(name).ReadIndexesAsync()).Select(i => i["name"].AsString).Where(i => i != "_id_").Order(StringComparer.Ordinal).Select(i => $"{name} index {i}"));
        }

        return lines;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static BsonValue Sorted(BsonValue value)
    {
        if (value is not BsonDocument document)
        {
            return value is BsonArray array ? new BsonArray(array.Select(Sorted)) : value;
        }

        var sorted = new BsonDocument();
        foreach (var field in document.Elements.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            sorted.Add(field.Name, Sorted(field.Value));
        }

        return sorted;
    }
}
