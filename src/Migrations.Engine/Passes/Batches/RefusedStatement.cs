using System.Text.RegularExpressions;
using Migrations.Bytes;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// Describes a failed statement: errInfo and the fields of a duplicate key say more than the server's message.
internal sealed partial record RefusedStatement(string Text, string? Path, BsonDocument? Details)
{
    private const int ValidationFailure = 121;

    public static RefusedStatement Read(WriteError error) => error switch
    {
        { ServerCode: ServerCodes.DuplicateKey } => OfDuplicateKey(error),
        { ServerCode: ValidationFailure, Info: { } info } => OfValidation(error, info),
        _ => new RefusedStatement(error.Message, null, error.Info),
    };

    private static RefusedStatement OfDuplicateKey(WriteError error)
    {
        var index = IndexName().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : null;
        if (index is null && error.KeyPattern is null)
        {
            return new RefusedStatement(error.Message, null, error.Info);
        }

        var details = new BsonDocument();
        AddIfKnown(details, "index", index is null ? null : (BsonValue)index);
        AddIfKnown(details, "keyPattern", error.KeyPattern);
        AddIfKnown(details, "keyValue", error.KeyValue);
        var name = index is null ? "" : $" '{index}'";
        var pattern = error.KeyPattern is null ? "" : $" on {error.KeyPattern.ToText()}";
        var value = error.KeyValue is null ? $": {error.Message}" : $": {error.KeyValue.ToText()}";
        return new RefusedStatement($"another document has the same key in the index{name}{pattern}{value}", error.KeyPattern is { ElementCount: 1 } one ? one.Names.First() : null, details);
    }

    private static RefusedStatement OfValidation(WriteError error, BsonDocument info)
    {
        var faults = ValidationFault.Read(info);
        return faults.Count == 0
            ? new RefusedStatement($"{error.Message} {info.ToText()}", null, info)
            : new RefusedStatement($"the collection's validator: {string.Join("; ", faults)}", faults is [{ Path.Length: > 0 } only] ? only.Path : null, info);
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

// One rule of a validator that a document breaks. The server nests them (errInfo.details): a rule has clauses, items or properties that break it in turn.
internal sealed record ValidationFault(string Path, string Text)
{
    public override string ToString() => Path.Length == 0 ? Text : $"'{Path}' {Text}";

    public static IReadOnlyList<ValidationFault> Read(BsonDocument info)
    {
        var faults = new List<ValidationFault>();
        if (info.TryGetValue("details", out var details))
        {
            Walk(details, "", faults);
        }

        return faults;
    }

    private static void Walk(BsonValue value, string path, List<ValidationFault> faults)
    {
        if (value is BsonArray items)
        {
            foreach (var item in items)
            {
                Walk(item, path, faults);
            }
        }
        else if (value is BsonDocument rule)
        {
            WalkRule(rule, Within(path, rule), faults);
        }
    }

    private static void WalkRule(BsonDocument rule, string path, List<ValidationFault> faults)
    {
        if (rule.TryGetValue("missingProperties", out var missing) && missing is BsonArray names)
        {
            faults.Add(new ValidationFault(path, $"lacks {string.Join(", ", names.Select(n => $"'{Plain(n)}'"))}"));
        }
        else if (rule.TryGetValue("additionalProperties", out var additional) && additional is BsonArray surplus)
        {
            faults.Add(new ValidationFault(path, $"has {string.Join(", ", surplus.Select(n => $"'{Plain(n)}'"))}, which is not allowed"));
        }
        else if (rule.TryGetValue("reason", out var reason))
        {
            faults.Add(new ValidationFault(path, ReasonOf(rule, Plain(reason))));
        }

        foreach (var field in rule.Elements.Where(f => f.Name is "details" or "clausesNotSatisfied" || f.Name.EndsWith("NotSatisfied", StringComparison.Ordinal)))
        {
            Walk(field.Value, path, faults);
        }
    }

    private static string ReasonOf(BsonDocument rule, string reason)
    {
        var found = rule.TryGetValue("consideredValue", out var value) ? $" (is {Json(value)}" : "";
        var wanted = rule.TryGetValue("specifiedAs", out var specified) ? $"{(found.Length == 0 ? " (" : ", ")}rule {Json(specified)})" : found.Length == 0 ? "" : ")";
        return reason + found + wanted;
    }

    private static string Within(string path, BsonDocument rule)
    {
        var step = rule.TryGetValue("propertyName", out var name) ? Plain(name) : rule.TryGetValue("itemIndex", out var index) ? Plain(index) : "";
        return step.Length == 0 ? path : path.Length == 0 ? step : $"{path}.{step}";
    }

    private static string Plain(BsonValue value) => value is BsonString text ? text.Value : Json(value);

    private static string Json(BsonValue value) => value.ToText();
}
