using System.Text.Json;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Commands;

// The engine's plan is PostgreSQL's; its outline is translated to MongoDB's terms, next to the whole plan.
internal static class ExplainCommand
{
    public static Task<RawDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var inner = context.Request.Target.AsDocument;
        var name = "";
        foreach (var element in inner)
        {
            name = element.Name;
            break;
        }

        return ExplainAsync(context, name, inner, cancellationToken);
    }

    public static Task<RawDocument> ExplainAggregateAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var command = context.Request.Body.ToBsonDocument();
        command.Remove("explain");
        return ExplainAsync(context, "aggregate", command.ToRaw(), cancellationToken);
    }

    private static async Task<RawDocument> ExplainAsync(CommandContext context, string name, RawDocument command, CancellationToken cancellationToken)
    {
        var (function, target) = name switch
        {
            "find" => ("bson_aggregation_find", command),
            "aggregate" => ("bson_aggregation_pipeline", command),
            "count" => ("bson_aggregation_count", command),
            "distinct" => ("bson_aggregation_distinct", command),
            "update" => ("bson_aggregation_find", AsFind(command, "update", "updates")),
            "delete" => ("bson_aggregation_find", AsFind(command, "delete", "deletes")),
            _ => throw new CommandFailure(ServerError.CommandNotSupported, $"The local server cannot explain '{name}'."),
        };
        var sql = $"EXPLAIN (FORMAT JSON) SELECT document FROM documentdb_api_catalog.{function}($1, $2)";
        var plan = string.Join('\n', await context.Sql.LinesAsync(sql, [context.Request.Database, target], cancellationToken).ConfigureAwait(false));
        using var parsed = JsonDocument.Parse(plan);
        var collection = command.TryGetValue(name, out var named) && named.Type == BsonType.String ? named.AsString : "$cmd.aggregate";
        return await Replies.With(
            ("explainVersion", "1"),
            ("queryPlanner", new BsonDocument
            {
                { "namespace", $"{context.Request.Database}.{collection}" }, { "winningPlan", Outline(parsed.RootElement[0].GetProperty("Plan")) }, { "rejectedPlans", new BsonArray() },
            }),
            ("engine", new BsonDocument { { "name", "PostgreSQL" }, { "plan", plan } })).ConfigureAwait(false);
    }

    // A write finds its documents as a find with the same filter does.
    private static RawDocument AsFind(RawDocument command, string name, string statements)
    {
        var first = command[statements].AsArray.First().AsDocument;
        return new BsonDocument { { "find", command[name].AsString }, { "filter", first["q"].ToBsonValue() } }.ToRaw();
    }

    private static BsonDocument Outline(JsonElement node)
    {
        var type = node.GetProperty("Node Type").GetString() ?? "";
        var isIndexed = node.TryGetProperty("IndexDetails", out var details) && details.GetArrayLength() > 0;
        if (type == "Custom Scan" && !isIndexed && node.TryGetProperty("Plans", out var wrapped) && wrapped.GetArrayLength() > 0)
        {
            // The engine's own wrapping around a scan.
            return Outline(wrapped[0]);
        }

        var outline = new BsonDocument { { "stage", Stage(type) } };
        if (isIndexed && details[0].TryGetProperty("indexName", out var index))
        {
            outline.Set("stage", "IXSCAN").Set("indexName", index.GetString());
        }
        else if (node.TryGetProperty("Plans", out var plans) && plans.GetArrayLength() > 0)
        {
            outline.Add("inputStage", Outline(plans[0]));
        }

        return outline;
    }

    private static string Stage(string nodeType) => nodeType switch
    {
        "Seq Scan" => "COLLSCAN",
        "Index Scan" or "Index Only Scan" or "Bitmap Index Scan" => "IXSCAN",
        "Bitmap Heap Scan" => "FETCH",
        "Sort" or "Incremental Sort" => "SORT",
        "Limit" => "LIMIT",
        "Aggregate" => "GROUP",
        "Result" => "EOF",
        _ => nodeType.ToUpperInvariant().Replace(' ', '_'),
    };
}
