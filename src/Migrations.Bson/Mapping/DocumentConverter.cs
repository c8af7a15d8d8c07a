namespace Migrations.Bson;

// Late: the map of a class that contains itself needs the converter of that class.
internal sealed class DocumentConverter(Type type) : BsonConverter
{
    private readonly Lazy<BsonTypeMap> _map = new(() => BsonTypeMap.For(type));

    public override BsonValue ToBson(object value, int depth)
    {
        CheckDepth(depth);
        var actual = value.GetType();
        var document = BsonTypeMap.For(actual).ToDocument(value, depth);
        if (_map.Value.Discriminators.IsWrittenFor(actual) && !document.Contains(Discriminators.Element))
        {
            document.Insert(document.Count > 0 && document.Names.First() == "_id" ? 1 : 0, Discriminators.Element, Discriminators.NameOf(actual));
        }

        return document;
    }

    public override object FromBson(BsonValue value, UnknownElements unknown)
    {
        if (value is not BsonDocument document)
        {
            throw Mismatch(value, type);
        }

        var discriminators = _map.Value.Discriminators;
        return BsonTypeMap.For(discriminators.Resolve(document)).ToInstance(document, unknown, discriminators.IsPolymorphic);
    }
}
