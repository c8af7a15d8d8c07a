using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Migrations.Bson;

namespace Migrations;

/// <summary>
/// A filter, an update or a pipeline: a <see cref="BsonDocument"/>, a <see cref="BsonArray"/>, or Extended JSON. In an interpolated string every hole becomes a BSON value and never
/// a piece of text, so a value cannot change what the expression means.
/// </summary>
[InterpolatedStringHandler]
public sealed class BsonExpression
{
    private const string HoleKey = "$migrations.hole";
    private readonly StringBuilder _text;
    private readonly List<BsonValue> _holes = [];
    private BsonValue? _value;
    private bool _insideQuotes;

    /// <summary>Starts an interpolated expression; called by the compiler.</summary>
    public BsonExpression(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 32));

    private BsonExpression(BsonValue value)
    {
        _text = new StringBuilder(0);
        _value = value;
    }

    /// <summary>The empty document: as a filter, all documents.</summary>
    public static BsonExpression Empty => new(new BsonDocument());

    /// <summary>Takes Extended JSON as an expression.</summary>
    public static implicit operator BsonExpression(string json) => FromString(json);

    /// <summary>Takes a document as an expression.</summary>
    public static implicit operator BsonExpression(BsonDocument document) => FromBsonDocument(document);

    /// <summary>Takes an array, for example of pipeline stages, as an expression.</summary>
    public static implicit operator BsonExpression(BsonArray array) => FromBsonArray(array);

    /// <summary>Takes Extended JSON as an expression.</summary>
    /// <exception cref="MigrationException">The text is not Extended JSON (MIG1291).</exception>
    public static BsonExpression FromString(string json) => new(Parse(json));

    /// <summary>Takes a document as an expression.</summary>
    public static BsonExpression FromBsonDocument(BsonDocument document) => new((BsonValue)document);

    /// <summary>Takes an array, for example of pipeline stages, as an expression.</summary>
    public static BsonExpression FromBsonArray(BsonArray array) => new((BsonValue)array);

    /// <summary>Adds literal text of an interpolated expression; called by the compiler.</summary>
    public void AppendLiteral(string value)
    {
        _text.Append(value);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && _insideQuotes)
            {
                i++;
            }
            else if (value[i] == '"')
            {
                _insideQuotes = !_insideQuotes;
            }
        }
    }

    /// <summary>Adds the value of a hole; called by the compiler.</summary>
    /// <exception cref="MigrationException">The hole stands inside quotes (MIG1291).</exception>
    public void AppendFormatted<T>(T value)
    {
        if (_insideQuotes)
        {
            throw new MigrationException(MigrationErrorCode.InvalidExpression, $"The expression has a hole inside quotes after '{_text}'. It would turn a value into text. Put the hole where a value stands, without quotes.");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{{\"{HoleKey}\":{_holes.Count}}}");
        _holes.Add(BsonValues.From(value));
    }

    /// <summary>The expression as a value: a document or an array.</summary>
    /// <exception cref="MigrationException">The text is not Extended JSON (MIG1291).</exception>
    public BsonValue ToBsonValue() => _value ??= Fill(Parse(_text.ToString()));

    /// <summary>The expression as a document.</summary>
    /// <exception cref="MigrationException">It is not a document (MIG1291).</exception>
    public BsonDocument ToDocument() => ToBsonValue() as BsonDocument
        ?? throw new MigrationException(MigrationErrorCode.InvalidExpression, $"The expression '{this}' is not a document. A filter or a key pattern must be one: write {{ ... }}.");

    /// <summary>The expression as a pipeline: an array of stages; a single document counts as one stage.</summary>
    public BsonArray ToPipeline() => ToBsonValue() switch
    {
        BsonArray array => array,
        var stage => [stage],
    };

    /// <inheritdoc />
    public override string ToString() => ToBsonValue().ToJson();

    // The text is wrapped, so that an array or any other value parses the same way as a document.
    private static BsonValue Parse(string json)
    {
        try
        {
            return BsonDocument.Parse("{\"v\":" + json + "}")["v"];
        }
        catch (FormatException e)
        {
            throw new MigrationException(MigrationErrorCode.InvalidExpression, $"The expression '{json}' is not Extended JSON: {e.Message} Correct the text.", e);
        }
    }

    private BsonValue Fill(BsonValue value) => value switch
    {
        BsonDocument document when document.TryGetValue(HoleKey, out var index) => _holes[index.AsInt32],
        BsonDocument document => FillDocument(document),
        BsonArray array => new BsonArray(array.Select(Fill)),
        _ => value,
    };

    private BsonDocument FillDocument(BsonDocument document)
    {
        var filled = new BsonDocument();
        foreach (var element in document.Elements)
        {
            filled.Add(element.Name, Fill(element.Value));
        }

        return filled;
    }
}
