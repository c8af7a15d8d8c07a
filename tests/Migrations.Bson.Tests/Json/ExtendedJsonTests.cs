namespace Migrations.Bson.Tests.Json;

public class ExtendedJsonTests
{
    [TestCase("""{ "a": { "$oid": "0123456789abcdef01234567", "x": 1 } }""")]
    [TestCase("""{ "a": { "$oid": 1 } }""")]
    [TestCase("""{ "a": { "$oid": "0123" } }""")]
    [TestCase("""{ "a": { "$numberInt": 1 } }""")]
    [TestCase("""{ "a": { "$numberInt": "2147483648" } }""")]
    [TestCase("""{ "a": { "$numberInt": "1.0" } }""")]
    [TestCase("""{ "a": { "$numberLong": "" } }""")]
    [TestCase("""{ "a": { "$numberDouble": 1.5 } }""")]
    [TestCase("""{ "a": { "$numberDouble": "1e999" } }""")]
    [TestCase("""{ "a": { "$numberDouble": " 1" } }""")]
    [TestCase("""{ "a": { "$numberDecimal": 1 } }""")]
    [TestCase("""{ "a": { "$numberDecimal": "1\n" } }""")]
    [TestCase("""{ "a": { "$date": 42 } }""")]
    [TestCase("""{ "a": { "$date": 1356351330501 } }""")]
    [TestCase("""{ "a": { "$date": "yesterday" } }""")]
    [TestCase("""{ "a": { "$date": "2026-13-01T00:00:00Z" } }""")]
    [TestCase("""{ "a": { "$date": "2026-01-01T00:00:00.1234Z" } }""")]
    [TestCase("""{ "a": { "$date": { "$numberLong": "1" }, "x": 1 } }""")]
    [TestCase("""{ "a": { "$binary": "AA==" } }""")]
    [TestCase("""{ "a": { "$binary": { "base64": "AA==" } } }""")]
    [TestCase("""{ "a": { "$binary": { "base64": "A", "subType": "00" } } }""")]
    [TestCase("""{ "a": { "$binary": { "base64": "AA==", "subType": "100" } } }""")]
    [TestCase("""{ "a": { "$binary": { "base64": "AA==", "subType": 0 } } }""")]
    [TestCase("""{ "a": { "$uuid": "c8edabc3-f738-4ca3-b68d-ab92a91478a" } }""")]
    [TestCase("""{ "a": { "$uuid": "c8edabc3f-738-4ca3-b68d-ab92a91478a3" } }""")]
    [TestCase("""{ "a": { "$uuid": " c8edabc3-f738-4ca3-b68d-ab92a91478a3" } }""")]
    [TestCase("""{ "a": { "$code": 1 } }""")]
    [TestCase("""{ "a": { "$code": "x", "$scope": 1 } }""")]
    [TestCase("""{ "a": { "$scope": {} } }""")]
    [TestCase("""{ "a": { "$code": "x", "y": 1 } }""")]
    [TestCase("""{ "a": { "$timestamp": { "t": "1", "i": 1 } } }""")]
    [TestCase("""{ "a": { "$timestamp": { "t": -1, "i": 1 } } }""")]
    [TestCase("""{ "a": { "$timestamp": { "t": 1, "i": 4294967296 } } }""")]
    [TestCase("""{ "a": { "$timestamp": { "t": 1 } } }""")]
    [TestCase("""{ "a": { "$regularExpression": { "pattern": "x" } } }""")]
    [TestCase("""{ "a": { "$regularExpression": { "pattern": 1, "options": "" } } }""")]
    [TestCase("""{ "a": { "$regularExpression": { "pattern": "a\u0000b", "options": "" } } }""")]
    [TestCase("""{ "a": { "$dbPointer": { "$ref": "x", "$id": "y" } } }""")]
    [TestCase("""{ "a": { "$minKey": true } }""")]
    [TestCase("""{ "a": { "$maxKey": 2 } }""")]
    [TestCase("""{ "a": { "$undefined": false } }""")]
    [TestCase("""{ "a": { "$symbol": 1 } }""")]
    [TestCase("""{ "a\u0000b": 1 }""")]
    [TestCase("""{ "a": "\ud800" }""")]
    [TestCase("""{ "a": 1 } x""")]
    [TestCase("""{ "a": 1""")]
    [TestCase("""[]""")]
    [TestCase("")]
    public void What_is_not_of_the_form_is_refused(string json) =>
        Assert.That(() => BsonDocument.Parse(json), Throws.TypeOf<ExtendedJsonException>());

    [TestCase("""{"a":{"$regex":"x","$options":"i"}}""")]
    [TestCase("""{"a":{"$regex":{"$regularExpression":{"pattern":"x","options":""}},"$options":"ix"}}""")]
    [TestCase("""{"a":{"$type":"string"}}""")]
    [TestCase("""{"a":{"$type":2}}""")]
    [TestCase("""{"a":{"$ref":1}}""")]
    [TestCase("""{"a":{"$unknown":{"$gt":5}}}""")]
    [TestCase("""{"$set":{"a":1}}""")]
    [TestCase("""{"$code":"a top-level document is never a wrapper"}""")]
    [TestCase("""{"a":{"$code":"f","$scope":{"x":1}}}""")]
    [TestCase("""{"a":{"$timestamp":{"t":4294967295,"i":4294967295}}}""")]
    [TestCase("""{"a":{"$date":"2026-01-02T03:04:05.006Z"}}""")]
    [TestCase("""{"a":{"$date":{"$numberLong":"-1"}}}""")]
    [TestCase("""{"a":{"$date":{"$numberLong":"253402300800000"}}}""")]
    [TestCase("""{"a":[1,2147483648,1.0,-0.0,1.2345678921232E+18,{"$numberDouble":"NaN"},{"$numberDouble":"-Infinity"}]}""")]
    [TestCase("""{"a":{"$binary":{"base64":"AQI=","subType":"02"}}}""")]
    [TestCase("""{"a":{"$binary":{"base64":"AQI=","subType":"80"}}}""")]
    public void What_is_of_the_form_is_written_as_it_was_read(string json)
    {
        var document = BsonDocument.FromRaw(BsonDocument.Parse(json).ToRaw());

        Assert.That(document.ToJson(), Is.EqualTo(json));
    }

    [TestCase("""{ "a": { "$scope": {}, "$code": "f" } }""", """{"a":{"$code":"f","$scope":{}}}""")]
    [TestCase("""{ "a": { "$uuid": "C8EDABC3-F738-4CA3-B68D-AB92A91478A3" } }""", """{"a":{"$binary":{"base64":"yO2rw/c4TKO2jauSqRR4ow==","subType":"04"}}}""")]
    [TestCase("""{ "a": { "$binary": { "subType": "4", "base64": "AA==" } } }""", """{"a":{"$binary":{"base64":"AA==","subType":"04"}}}""")]
    [TestCase("""{ "a": { "$date": "1970-01-01T01:00:00+01:00" } }""", """{"a":{"$date":{"$numberLong":"0"}}}""")]
    [TestCase("""{ "a": { "$date": "1969-12-31T23:59:59.999Z" } }""", """{"a":{"$date":{"$numberLong":"-1"}}}""")]
    [TestCase("""{ "a": { "$regularExpression": { "options": "xi", "pattern": "p" } } }""", """{"a":{"$regularExpression":{"pattern":"p","options":"ix"}}}""")]
    [TestCase("""{ "a": [9223372036854775807, 9223372036854775808] }""", """{"a":[{"$numberLong":"9223372036854775807"},{"$numberDouble":"9.223372036854776E+18"}]}""")]
    public void Other_spellings_become_canonical(string json, string canonical) =>
        Assert.That(BsonDocument.Parse(json).ToJson(JsonOutputMode.Canonical), Is.EqualTo(canonical));
}
