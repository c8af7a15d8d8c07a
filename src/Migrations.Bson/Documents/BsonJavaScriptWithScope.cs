namespace Migrations.Bson;

/// <summary>JavaScript code with a scope (deprecated).</summary>
public sealed class BsonJavaScriptWithScope(string code, BsonDocument scope) : BsonValue
{
    /// <summary>The code.</summary>
    public string Code => code;

    /// <summary>The scope's variables.</summary>
    public BsonDocument Scope => scope;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.JavaScriptWithScope;

    /// <inheritdoc />
    public override BsonValue Clone() => new BsonJavaScriptWithScope(code, scope.DeepClone());

    /// <inheritdoc />
    public override string ToString() => code;

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        using var parts = new BsonWriter();
        parts.WriteStringValue(code);
        scope.WriteValue(parts, depth + 1);
        writer.WriteInt32Value(parts.Length + 4);
        writer.WriteBytes(parts.WrittenSpan);
    }
}
