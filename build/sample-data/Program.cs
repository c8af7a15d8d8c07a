using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;
using SampleData;

const int Loaded = 10;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
using var client = new MongoClient(await LocalServerProgram.EnsureStartedAsync());
// As the host names it after the plugin, unless somebody named another.
var database = client.GetDatabase(args.Length > 1 ? args[1] : "migrations");
using var names = await database.ListCollectionNamesAsync();
if (await names.AnyAsync())
{
    return 0;
}

foreach (var (name, documents) in new SampleCatalogue(count).All())
{
    // Page by page, so that a large catalogue needs little memory.
    foreach (var page in documents.Chunk(1000))
    {
        await database.GetCollection<BsonDocument>(name).InsertManyAsync(page);
    }

    await Console.Error.WriteLineAsync($"Sample data: {count} documents in {name}");
}

return Loaded;
