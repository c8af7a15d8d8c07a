using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Fields;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Fields;

public sealed class ConversionTests
{
    // Null where the value would not come back as it is.
    private static readonly (BsonValue Value, BsonType To, BsonValue? Expected)[] Exact =
    [
        ("12", BsonType.Int32, 12), ("007", BsonType.Int32, null), ("x", BsonType.Int32, null), ("", BsonType.Int64, null), ("-5", BsonType.Int64, -5L), ("1.50", BsonType.Decimal128, new BsonDecimal128(new Decimal128(1.50m))),
        (2.0, BsonType.Int32, 2), (1.5, BsonType.Int32, null), (new BsonDouble(-0.0), BsonType.Int32, null), (double.NaN, BsonType.Int64, null), (3_000_000_000L, BsonType.Int32, null), (9_007_199_254_740_993L, BsonType.Double, null),
        (7L, BsonType.Int32, 7), (7, BsonType.String, "7"), (new BsonDecimal128(new Decimal128(1.50m)), BsonType.Double, null), (true, BsonType.Int64, 1L), (false, BsonType.Int32, 0),
        (ObjectId.Parse("0123456789abcdef01234567"), BsonType.String, "0123456789abcdef01234567"), ("0123456789abcdef01234567", BsonType.ObjectId, ObjectId.Parse("0123456789abcdef01234567")),
        ("0123456789ABCDEF01234567", BsonType.ObjectId, null), (new BsonDateTime(1_700_000_000_123), BsonType.Int64, 1_700_000_000_123L),
    ];

    [Test]
    public async Task A_conversion_loses_nothing_and_comes_back()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var values = fixture.Database.GetCollection("values");
        foreach (var (value, to, expected) in Exact)
        {
            var body = new Conversion(value.BsonType, to);
            await values.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "v", value } });
            var up = FieldProgram.Of(body, MigrationDirection.Up);
            if (expected is null)
            {
                Assert.That(async () => await values.UpdateManyAsync(up.Filter, up.Pipeline), Throws.InstanceOf<MongoDB.Driver.MongoException>().With.Message.Contains("MIG1616"), $"{value.ToJson()} to {to}");
            }
            else
            {
                await values.UpdateManyAsync(up.Filter, up.Pipeline);
                Assert.That((await fixture.Database.ReadBytesAsync("values")).Single()["v"], Is.EqualTo(expected.ToRawValue()), $"{value.ToJson()} to {to}");
                var down = FieldProgram.Of(body, MigrationDirection.Down);
                await values.UpdateManyAsync(down.Filter, down.Pipeline);
            }

            Assert.That((await fixture.Database.ReadBytesAsync("values")).Single()["v"], Is.EqualTo(value.ToRawValue()), $"{value.ToJson()} back from {to}");
            await values.DeleteManyAsync("{}");
        }
    }

    private sealed class Conversion(BsonType from, BsonType to) : FieldMigration
    {
        public override string Collection => "values";

        public override void Define(FieldSteps steps) => steps.Convert("v", from, to);
    }
}
