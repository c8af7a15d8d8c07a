using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Shop;

[Migration("20260110090000", "Add the price with VAT")]
public sealed class PriceWithVat : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "products";

    public override FilterDefinition<BsonDocument> Filter => "{ gross: { $exists: false } }";

    public override UpdateDefinition<BsonDocument> Update => Builders<BsonDocument>.Update.Pipeline(new EmptyPipelineDefinition<BsonDocument>().AppendStage<BsonDocument, BsonDocument, BsonDocument>("{ $set: { gross: { $multiply: ['$net', 1.19] } } }"));

    public UpdateDefinition<BsonDocument> DownUpdate => "{ $unset: { gross: 1 } }";

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var without = await context.GetCollection(Collection).Find("{ gross: { $exists: false } }").Limit(10).ToListAsync(cancellationToken);
        if (without.Count > 0)
        {
            throw new InvalidOperationException($"{without[0]["_id"]} has no price with VAT.");
        }
    }
}
