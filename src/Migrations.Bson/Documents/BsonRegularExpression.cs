namespace Migrations.Bson;

/// <summary>A regular expression.</summary>
public sealed class BsonRegularExpression : BsonValue
{
    /// <summary>Creates a regular expression; the options are sorted, as BSON wants them.</summary>
    public BsonRegularExpression(string pattern, string options = "")
        : this(pattern, string.Concat(options.Order()), keepOrder: true)
    {
    }

    internal BsonRegularExpression(string pattern, string options, bool keepOrder)
    {
        _ = keepOrder;
        if (pattern.Contains('\0', StringComparison.Ordinal) || options.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A regular expression's pattern and options cannot have a zero character in BSON.", nameof(pattern));
        }

        Pattern = pattern;
        Options = options;
    }

    /// <summary>The pattern.</summary>
    public string Pattern { get; }

    /// <summary>The options, for example <c>im</c>.</summary>
    public string Options { get; }

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.RegularExpression;

    /// <inheritdoc />
    public override string ToString() => $"/{Pattern}/{Options}";

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        writer.WriteCString(Pattern);
        writer.WriteCString(Options);
    }
}
