using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

internal static class DocumentId
{
    public static BsonValue Of(RawDocument document) => document.TryGetValue("_id"u8, out var id) ? Of(id) : BsonNull.Value;

    // Two _ids are equal when their bytes are. The driver's objects compare what is inside documents loosely (1 and 1L are equal, a NaN is not equal to itself), so those stay bytes;
    // in a copy, because they would else go on pointing into the page that the document lies in.
    public static BsonValue Of(RawValue id) => id.Type is BsonType.Document or BsonType.Array or BsonType.JavaScriptWithScope ? new RawValue(id.Type, id.Bytes.ToArray()).Embed() : id.ToBsonValue();

    // One that was read as part of something else.
    public static BsonValue Of(BsonValue id) => id is BsonDocument or BsonArray or BsonJavaScriptWithScope ? id.ToRawValue().Embed() : id;

    // For messages.
    public static string TextOf(BsonValue id) => new BsonDocument("_id", id).ToText();
}
