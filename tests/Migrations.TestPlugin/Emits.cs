using MongoDB.Driver;
using MongoDB.Bson.Serialization.Attributes;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

// One to many: a document for each line of an order, which stays.
[Migration("20260101000001", "Split orders into lines", Tree = "split")]
public sealed class SplitOrders : EmitMigration, IReversibleEmit
{
    public override string Collection => "orders";

    public override string Target => "lines";

    public override void Up(RawDocument source, DocumentEmitter emit)
    {
        foreach (var line in source["lines"].AsArray)
        {
            emit.Insert(new BsonDocument { { "order", source["_id"].ToBsonValue() }, { "article", line.ToBsonValue() } });
        }

        emit.Insert("receipts", new BsonDocument { { "_id", source["_id"].ToBsonValue() }, { "count", source["lines"].AsArray.Count } });
    }

    public void Down(RawDocument source, DocumentEmitter emit) => emit.DeleteSource();
}

// Moved to another collection, with other ids.
[Migration("20260101000001", "Move people", Tree = "move")]
public sealed class MovePeople : EmitMigration<OldPerson>, IReversibleEmit<NewPerson>
{
    public override string Collection => "people";

    public override string Target => "persons";

    public override void Up(OldPerson source, DocumentEmitter emit)
    {
        emit.Insert(new NewPerson { Number = source.Id, FullName = $"{source.First} {source.Last}" });
        emit.DeleteSource();
    }

    public void Down(NewPerson source, DocumentEmitter emit)
    {
        var names = source.FullName.Split(' ');
        emit.Insert(new OldPerson { Id = source.Number, First = names[0], Last = names[1] });
        emit.DeleteSource();
    }
}

public sealed class OldPerson
{
    public int Id { get; set; }

    [BsonElement("first")]
    public string First { get; set; } = "";

    [BsonElement("last")]
    public string Last { get; set; } = "";
}

public sealed class NewPerson
{
    public MongoDB.Bson.ObjectId Id { get; set; }

    [BsonElement("number")]
    public int Number { get; set; }

    [BsonElement("fullName")]
    public string FullName { get; set; } = "";
}

// Many to one.
[Migration("20260101000001", "Add up sales", Tree = "merge", Transaction = TransactionMode.Require)]
public sealed class AddUpSales : EmitMigration
{
    public override string Collection => "sales";

    public override string Target => "totals";

    public override void Up(RawDocument source, DocumentEmitter emit) =>
        emit.Merge(source["customer"].ToBsonValue(), Builders<BsonDocument>.Update.Inc("count", 1).Inc("amount", source["amount"].ToInt32()));
}

[Migration("20260101000001", "Add up sales, carelessly", Tree = "careless")]
public sealed class AddUpSalesCarelessly : EmitMigration
{
    public override string Collection => "sales";

    public override string Target => "totals";

    public override void Up(RawDocument source, DocumentEmitter emit) => emit.Merge(source["customer"].ToBsonValue(), """{ "$inc": { "count": 1 } }""");
}

// New ids in place; the name is unique, so the old document must go before the new one comes.
[Migration("20260101000001", "Give codes names for ids", Tree = "renumber")]
public sealed class RenumberCodes : EmitMigration, IReversibleEmit
{
    public override string Collection => "codes";

    public override string Target => "codes";

    public override FilterDefinition<BsonDocument> Filter => """{ "old": { "$exists": false } }""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "old": { "$exists": true } }""";

    public override void Up(RawDocument source, DocumentEmitter emit)
    {
        var id = source["_id"].ToBsonValue();
        emit.Insert(new BsonDocument { { "_id", $"code-{id}" }, { "old", id }, { "name", source["name"].ToBsonValue() } });
        emit.DeleteSource();
    }

    public void Down(RawDocument source, DocumentEmitter emit)
    {
        emit.Insert(new BsonDocument { { "_id", source["old"].ToBsonValue() }, { "name", source["name"].ToBsonValue() } });
        emit.DeleteSource();
    }
}

[Migration("20260101000001", "Read what it writes, without a filter", Tree = "endless")]
public sealed class CopyEndlessly : EmitMigration
{
    public override string Collection => "codes";

    public override string Target => "codes";

    public override void Up(RawDocument source, DocumentEmitter emit) => emit.Insert(new BsonDocument());
}

[Migration("20260101000001", "Read what it writes, in spite of a filter", Tree = "matching")]
public sealed class CopyMatching : EmitMigration
{
    public override string Collection => "codes";

    public override string Target => "codes";

    public override FilterDefinition<BsonDocument> Filter => """{ "name": { "$exists": true } }""";

    public override void Up(RawDocument source, DocumentEmitter emit) => emit.Insert(new BsonDocument("name", "again"));
}

[Migration("20260101000001", "Write into the state", Tree = "state")]
public sealed class CopyIntoState : EmitMigration
{
    public override string Collection => "codes";

    public override string Target => "_migrations.journal";

    public override void Up(RawDocument source, DocumentEmitter emit) => emit.Insert(source);
}

// A document becomes as many as it says, with long _ids.
[Migration("20260101000001", "Make many of one", Tree = "many")]
public sealed class MakeMany : EmitMigration
{
    public override string Collection => "seeds";

    public override string Target => "plants";

    public override void Up(RawDocument source, DocumentEmitter emit)
    {
        var (id, length) = (source["_id"].ToInt32(), source["length"].ToInt32());
        for (var i = 0; i < source["plants"].ToInt32(); i++)
        {
            emit.Insert(new BsonDocument("_id", $"{id}-{i}-{new string('x', length)}"));
        }

        emit.DeleteSource();
    }
}

// One to many, and the one goes.
[Migration("20260101000001", "Scatter orders", Tree = "scatter")]
public sealed class ScatterOrders : EmitMigration
{
    public override string Collection => "orders";

    public override string Target => "lines";

    public override void Up(RawDocument source, DocumentEmitter emit)
    {
        foreach (var line in source["lines"].AsArray)
        {
            emit.Insert(new BsonDocument { { "order", source["_id"].ToBsonValue() }, { "article", line.ToBsonValue() } });
        }

        emit.DeleteSource();
    }
}
