using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;

namespace Migrations.IntegrationTests;

// What the tests do often with the driver: commands and filters as JSON text, documents as they were stored.
internal static class DatabaseExtensions
{
    private const string ById = """{ "_id": 1 }""";
    private static readonly JsonWriterSettings Exact = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    extension(IMongoDatabase database)
    {
        public string Name => database.DatabaseNamespace.DatabaseName;

        public IMongoCollection<BsonDocument> GetCollection(string name) => database.GetCollection<BsonDocument>(name);

        public Task<BsonDocument> RunCommandAsync(BsonDocument command) => database.RunCommandAsync<BsonDocument>(command);

        public Task<BsonDocument> RunCommandAsync(string command) => database.RunCommandAsync<BsonDocument>(command);

        public Task SetValidatorAsync(string collection, string validator) => database.RunCommandAsync(new BsonDocument { { "collMod", collection }, { "validator", BsonDocument.Parse(validator) } });

        // Sorted, as every list of names in the tests.
        public async Task<List<string>> ReadCollectionNamesAsync()
        {
            using var names = await database.ListCollectionNamesAsync();
            return [.. (await names.ToListAsync()).Order(StringComparer.Ordinal)];
        }

        // By _id. The driver's own reading would refuse a field that is there twice.
        public async Task<List<RawDocument>> ReadBytesAsync(string collection)
        {
            var documents = await database.GetCollection<RawBsonDocument>(collection).Find("{}").Sort(ById).ToListAsync();
            return documents.ConvertAll(BytesOf);
        }
    }

    extension(IMongoCollection<BsonDocument> collection)
    {
        public async Task<BsonDocument?> FindOneAsync(string filter = "{}") => await collection.Find(filter).FirstOrDefaultAsync();

        public Task<UpdateResult> UpdateManyAsync(BsonDocument filter, BsonArray pipeline) => collection.UpdateManyAsync(filter, PipelineOf(pipeline));

        public Task<string> CreateIndexAsync(string keys, bool isUnique = false, string? name = null) =>
            collection.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(keys, new CreateIndexOptions { Unique = isUnique ? true : null, Name = name }));

        // A collection that does not exist has none.
        public async Task<List<BsonDocument>> ReadIndexesAsync()
        {
            using var indexes = await collection.Indexes.ListAsync();
            return await indexes.ToListAsync();
        }
    }

    extension(BsonValue value)
    {
        // Says which type a number has, too.
        public string ToExactText() => value.ToJson(Exact);
    }

    public static UpdateDefinition<BsonDocument> PipelineOf(BsonArray stages) =>
        Builders<BsonDocument>.Update.Pipeline(PipelineDefinition<BsonDocument, BsonDocument>.Create(stages.Select(s => s.AsBsonDocument)));

    private static RawDocument BytesOf(RawBsonDocument document)
    {
        using (document)
        {
            var bytes = new byte[document.Slice.Length];
            document.Slice.GetBytes(0, bytes, 0, bytes.Length);
            return new RawDocument(bytes);
        }
    }
}
