using System.Globalization;
using Migrations;
using Migrations.Bson;
using Migrations.Channel;
using Migrations.LocalServer;
using Migrations.Mongo;
using SampleData;

const string Database = "migrations";
const int Loaded = 10;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var server = await LocalServerAccess.EnsureStartedAsync(Console.Error.WriteLine, CancellationToken.None).ConfigureAwait(false);
await using var channel = MongoChannel.Create(server);
var database = new MigrationDatabase(channel, Database);
if ((await database.ListCollectionNamesAsync().ConfigureAwait(false)).Count > 0)
{
    return 0;
}

var catalogue = new SampleCatalogue(count);
foreach (var (name, documents) in new (string, IEnumerable<BsonDocument>)[] { ("models", catalogue.Models()), ("notes", catalogue.Notes()), ("items", catalogue.Items()) })
{
    var result = await database.GetCollection(name).InsertManyAsync(documents).ConfigureAwait(false);
    Console.Error.WriteLine($"Sample data: {result.InsertedCount} documents in {name}");
}

return Loaded;
