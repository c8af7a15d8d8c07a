using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

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
