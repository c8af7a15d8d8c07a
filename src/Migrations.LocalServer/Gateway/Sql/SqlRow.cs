using Migrations.Bytes;

namespace Migrations.LocalServer.Gateway.Sql;

internal sealed class SqlRow(object?[] values)
{
    private const string BsonPrefix = "BSONHEX";

    public bool IsNull(int column) => values[column] is null;

    public RawDocument Document(int column) => values[column] switch
    {
        byte[] bytes => new RawDocument(bytes),
        string text when text.StartsWith(BsonPrefix, StringComparison.Ordinal) => new RawDocument(Convert.FromHexString(text.AsSpan(BsonPrefix.Length))),
        _ => RawDocument.Empty,
    };

    public string Text(int column) => values[column] as string ?? "";

    public bool IsTrue(int column) => values[column] is true or "t";

    public long Number(int column) => values[column] is long number ? number : 0;
}
