using Migrations.Engine.Database.Failures;
using Migrations.Bytes;
using System.Text.RegularExpressions;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// A failed statement in words: what the server puts into errInfo and into the fields of a duplicate key is worth more than its message.
internal sealed partial record Refusal(string Text, string? Path, BsonDocument? Details)
{
    private const int ValidationFailure = 121;

    public static Refusal Read(WriteError error) => error switch
    {
        { ServerCode: ServerCodes.DuplicateKey } => OfDuplicateKey(error),
        { ServerCode: ValidationFailure, Info: { } info } => OfValidation(error, info),
        _ => new Refusal(error.Message, null, error.Info),
    };

    private static Refusal OfDuplicateKey(WriteError error)
    {
        var index = IndexName().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : null;
        if (index is null && error.KeyPattern is null)
        {
            return new Refusal(error.Message, null, error.Info);
        }

        var details = new BsonDocument();
        AddIfKnown(details, "index", index is null ? null : (BsonValue)index);
        AddIfKnown(details, "keyPattern", error.KeyPattern);
        AddIfKnown(details, "keyValue", error.KeyValue);
        var name = index is null ? "" : $" '{index}'";
        var pattern = error.KeyPattern is null ? "" : $" on {error.KeyPattern.ToText()}";
        var value = error.KeyValue is null ? $": {error.Message}" : $": {error.KeyValue.ToText()}";
        return new Refusal($"another document has the same key in the index{name}{pattern}{value}", error.KeyPattern is { ElementCount: 1 } one ? one.Names.First() : null, details);
    }

    private static Refusal OfValidation(WriteError error, BsonDocument info)
    {
        var faults = ValidationFault.Read(info);
        return faults.Count == 0
            ? new Refusal($"{error.Message} {info.ToText()}", null, info)
            : new Refusal($"the collection's validator: {string.Join("; ", faults)}", faults is [{ Path.Length: > 0 } only] ? only.Path : null, info);
    }

    private static void AddIfKnown(BsonDocument details, string name, BsonValue? value)
    {
        if (value is not null)
        {
            details.Add(name, value);
        }
    }

    [GeneratedRegex(@" index: (\S+)")]
    private static partial Regex IndexName();
}
