namespace Migrations.Bson;

// A member declared as object holds what the BSON type says; documents and arrays stay what they are.
internal sealed class PlainObjectConverter : BsonConverter
{
    public override BsonValue ToBson(object value, int depth)
    {
        CheckDepth(depth);
        return value as BsonValue ?? (value.GetType() == typeof(object) ? new BsonDocument() : BsonConverters.For(value.GetType(), null).ToBson(value, depth + 1));
    }

    public override object FromBson(BsonValue value, UnknownElements unknown) => value switch
    {
        // As an object: the values' common type would be BsonValue again.
        BsonString text => (object)text.Value,
        BsonInt32 number => number.Value,
        BsonInt64 number => number.Value,
        BsonDouble number => number.Value,
        BsonBoolean flag => flag.Value,
        BsonObjectId id => id.Value,
        BsonDateTime { IsValidDateTime: true } time => time.ToDateTime(),
        BsonDecimal128 number => number.Value,
        BsonBinaryData { SubType: BsonSubType.UuidStandard, Bytes.Length: 16 } uuid => uuid.ToGuid(),
        _ => value,
    };
}
