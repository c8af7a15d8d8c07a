using Migrations.Bson;

namespace Migrations.Engine.Documents;

// Without a transaction an update asks for the values it was computed from, so that it never overwrites what somebody else wrote meanwhile.
internal static class Guard
{
    public static BsonDocument For(PlannedChange change)
    {
        var (document, conditions) = (change.Document, new BsonArray());
        if (change.IsPipeline)
        {
            conditions.Add(Equal("$$ROOT", document.ToBsonDocument()));
        }
        else
        {
            foreach (var field in change.TouchedFields)
            {
                conditions.Add(document.TryGetValue(field, out var value)
                    ? Equal("$" + field, value.ToBsonValue())
                    : new BsonDocument("$eq", new BsonArray([new BsonDocument("$type", "$" + field), "missing"])));
            }
        }

        return change.Filter.ToBsonDocument().Set("$expr", new BsonDocument("$and", conditions));
    }

    private static BsonDocument Equal(string expression, BsonValue value) => new("$eq", new BsonArray([expression, new BsonDocument("$literal", value)]));
}
