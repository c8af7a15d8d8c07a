using System.Globalization;
using Migrations;
using Migrations.LocalServer;
using Migrations.Mongo;
using SampleData;

const string Database = "migrations";
const int Loaded = 10;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var server = await LocalServerAccess.EnsureStartedAsync(Console.Error.WriteLine, CancellationToken.None);
await using var channel = MongoChannel.Create(server);
var database = new MigrationDatabase(channel, Database);
if ((await database.ListCollectionNamesAsync()).Count > 0)
{
    return 0;
}

foreach (var (name, documents) in new SampleCatalogue(count).All())
{
    var result = await database.GetCollection(name).InsertManyAsync(documents);
    await Console.Error.WriteLineAsync($"Sample data: {result.InsertedCount} documents in {name}");
}

return Loaded;
