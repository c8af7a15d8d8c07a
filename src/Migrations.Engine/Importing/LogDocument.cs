using MongoDB.Bson;

namespace Migrations.Engine.Importing;

// Reads fields of a document that another tool wrote. What is not as that tool writes it is said with the document's _id.
internal sealed class LogDocument(BsonDocument document)
{
    public bool Has(string field) => ValueOrNull(field) is not (null or BsonNull);

    public string Text(string field) => ValueOrNull(field) is BsonString { Value.Length: > 0 } text ? text.Value : throw Fault(field, "a text");

    public string? TextOrNull(string field) => Has(field) ? Text(field) : null;

    public DateTime Time(string field) => ValueOrNull(field) is BsonDateTime { IsValidDateTime: true } time ? time.ToUniversalTime() : throw Fault(field, "a date");

    public DateTime? TimeOrNull(string field) => Has(field) ? Time(field) : null;

    public bool Flag(string field) => ValueOrNull(field) is BsonBoolean flag ? flag.Value : throw Fault(field, "true or false");

    // Numbers separated by dots.
    public string Version(string field) => Text(field) is var text && text.Split('.') is { Length: 3 } parts && Array.TrueForAll(parts, p => p.Length > 0 && p.All(char.IsAsciiDigit)) ? text : throw Fault(field, "a version such as 1.2.3");

    public LogDocument Document(string field) => ValueOrNull(field) is BsonDocument inner ? new LogDocument(inner) { Owner = this, Name = field } : throw Fault(field, "a document");

    public int Number(string field) => ValueOrNull(field) is BsonInt32 number ? number.Value : throw Fault(field, "a number");

    public FormatException Fault(string field, string expected) => Owner is { } owner
        ? owner.Fault($"{Name}.{field}", expected)
        : new FormatException($"the entry {document.GetValue("_id", BsonNull.Value)}: '{field}' should be {expected}, and is {(ValueOrNull(field) is { } value ? Shown(value) : "missing")}");

    private LogDocument? Owner { get; init; }

    private string Name { get; init; } = "";

    private BsonValue? ValueOrNull(string field) => document.TryGetValue(field, out var value) ? value : null;

    private static string Shown(BsonValue value) => value.ToString() is { Length: > 60 } text ? $"{text[..60]}..." : value.ToString()!;
}
