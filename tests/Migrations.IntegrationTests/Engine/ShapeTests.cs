using MongoDB.Bson.IO;
using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

public sealed class ShapeTests
{
    private static readonly string[] Shapes =
    [
        """{ "_id": 1, "name": "note", "tag": { "color": "red", "name": "urgent" }, "kept": { "$numberLong": "7" } }""",
        """{ "_id": 1, "tag": { "color": "red", "name": "urgent" }, "kept": { "$numberLong": "7" }, "title": "note" }""",
        """{ "_id": 1, "tag": { "color": "red", "name": "urgent" }, "kept": { "$numberLong": "7" }, "title": "NOTE" }""",
        """{ "_id": 1, "tag": { "color": "red", "name": "URGENT" }, "kept": { "$numberLong": "7" }, "title": "NOTE" }""",
        """{ "_id": 1, "tag": { "color": "red", "label": "URGENT" }, "kept": { "$numberLong": "7" }, "title": "NOTE" }""",
        """{ "_id": 1, "kept": { "$numberLong": "7" }, "title": "NOTE", "tagColor": "red", "tagLabel": "URGENT" }""",
    ];

    [TestCase(TransactionMode.Auto)]
    [TestCase(TransactionMode.Never)]
    public async Task Each_change_of_shape_goes_forward_and_back(TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("shapes").InsertOneAsync(BsonDocument.Parse(Shapes[0]));

        for (var step = 1; step < Shapes.Length; step++)
        {
            await fixture.RunAsync(new PlanRequest { Tree = "shapes", Distance = 1 }, transaction);
            await AssertShapeAsync(fixture, step);
        }

        for (var step = Shapes.Length - 2; step >= 0; step--)
        {
            await fixture.RunAsync(new PlanRequest { Tree = "shapes", Distance = 1, Direction = MigrationDirection.Down }, transaction);
            await AssertShapeAsync(fixture, step);
        }
    }

    // The order of fields is the server's affair; everything else is compared to the type of each number.
    private static async Task AssertShapeAsync(EngineFixture fixture, int step)
    {
        var found = (await fixture.ReadAsync("shapes")).Single();

        Assert.That(Sorted(found), Is.EqualTo(Sorted(BsonDocument.Parse(Shapes[step]))), $"shape {step}");
    }

    private static string Sorted(BsonDocument document)
    {
        var sorted = new BsonDocument();
        foreach (var field in document.Elements.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            sorted.Add(field.Name, field.Value is BsonDocument nested ? BsonDocument.Parse(Sorted(nested)) : field.Value);
        }

        return sorted.ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.CanonicalExtendedJson });
    }
}
