namespace Migrations.Bson.Tests.Specifications;

// The same tree with documents and arrays of its own, so that nothing is copied from the bytes it was read from.
internal static class Rebuilt
{
    public static BsonDocument Of(BsonDocument document)
    {
        var copy = new BsonDocument();
        foreach (var field in document.Elements)
        {
            copy.Add(field.Name, Of(field.Value));
        }

        return copy;
    }

    private static BsonValue Of(BsonValue value) => value switch
    {
        BsonDocument document => Of(document),
        BsonArray array => new BsonArray(array.Select(Of)),
        BsonJavaScriptWithScope code => new BsonJavaScriptWithScope(code.Code, Of(code.Scope)),
        _ => value,
    };
}
