namespace Migrations.Bson;

// A member declared as object holds what the BSON type says; documents and arrays stay what they are.
internal static class PlainObjects
{
    public static BsonValue ToBson(object value) => value as BsonValue ?? (value.GetType() == typeof(object) ? new BsonDocument() : BsonConverters.For(value.GetType(), null).ToBson(value));

    public static object FromBson(BsonValue value) => value switch
    {
        BsonString text => text.Value,
        BsonInt32 number => number.Value,
        BsonInt64 number => number.Value,
        BsonDouble number => number.Value,
        BsonBoolean flag => flag.Value,
        BsonObjectId id => id.Value,
        BsonDateTime { IsValidDateTime: true } time => time.ToDateTime(),
        BsonDecimal128 number => number.Value,
        _ => value,
    };
}
