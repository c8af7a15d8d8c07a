using Migrations.Bson;

namespace Migrations;

internal static class BsonDocumentExtensions
{
    public static BsonDocument AddRange(this BsonDocument target, BsonDocument? fields)
    {
        foreach (var element in fields?.Elements ?? [])
        {
            target.Add(element.Name, element.Value);
        }

        return target;
    }

    public static BsonDocument AddIf(this BsonDocument target, bool condition, string name, BsonValue? value)
    {
        if (condition && value is not null)
        {
            target.Add(name, value);
        }

        return target;
    }
}
