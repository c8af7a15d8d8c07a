using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Filters in the words of the classes, which the driver stores in its own: another name, an enum as text.
[Migration("20260101000001", "Close what was paid", Tree = "closing")]
public sealed class ClosePaid : DocumentMigration<Sale>, IReversible<Sale>
{
    public override string Collection => "sales";

    public override FilterDefinition<Sale> Filter => Builders<Sale>.Filter.Where(sale => sale.State == SaleState.Paid && sale.Amount > 5);

    public override FilterDefinition<Sale> DownFilter => Builders<Sale>.Filter.Eq(sale => sale.State, SaleState.Closed);

    public override void Up(Sale document) => document.State = SaleState.Closed;

    public void Down(Sale document) => document.State = SaleState.Paid;
}

[Migration("20260101000001", "Write a bill for what is open", Tree = "billing")]
public sealed class BillOpen : EmitMigration<Sale>
{
    public override string Collection => "sales";

    public override string Target => "bills";

    public override FilterDefinition<Sale> Filter => Builders<Sale>.Filter.Eq(sale => sale.State, SaleState.Open);

    public override void Up(Sale source, DocumentEmitter emit)
    {
        ArgumentNullException.ThrowIfNull(emit);
        ArgumentNullException.ThrowIfNull(source);
        emit.Insert(new BsonDocument { { "_id", source.Id }, { "amount", source.Amount } });
    }
}

public enum SaleState
{
    Open,
    Paid,
    Closed,
}

public sealed class Sale
{
    public int Id { get; set; }

    [BsonElement("state")]
    [BsonRepresentation(BsonType.String)]
    public SaleState State { get; set; }

    [BsonElement("amt")]
    public int Amount { get; set; }
}
