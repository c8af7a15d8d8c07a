using System.Text.RegularExpressions;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Commands;

// The engine names only the index; MongoDB's clients expect the namespace, the key's pattern and, where known, its value.
internal static partial class DuplicateKeys
{
    public static async Task<CommandFailure> DescribeAsync(CommandContext context, CommandFailure failure, CancellationToken cancellationToken)
    {
        var error = new BsonDocument { { "errmsg", failure.Message } };
        await DescribeAsync(context, error, cancellationToken).ConfigureAwait(false);
        return new CommandFailure(failure.Code, error["errmsg"].AsString, failure);
    }

    public static async Task DescribeAsync(CommandContext context, BsonDocument error, CancellationToken cancellationToken)
    {
        var index = IndexName().Match(error["errmsg"].AsString) is { Success: true } match ? match.Groups[1].Value : "unknown";
        var pattern = await FindPatternAsync(context, index, cancellationToken).ConfigureAwait(false);
        var value = pattern is null ? null : FindValue(context, error, pattern);
        var text = value is null ? "{ }" : $"{{ {string.Join(", ", value.Elements.Select(field => $"{field.Name}: {field.Value.ToText()}"))} }}";
        error.Set("errmsg", $"E11000 duplicate key error collection: {context.Request.Database}.{context.Request.Collection} index: {index} dup key: {text}");
        if (pattern is not null)
        {
            error.Set("keyPattern", pattern);
        }

        if (value is not null)
        {
            error.Set("keyValue", value);
        }
    }

    private static async Task<BsonDocument?> FindPatternAsync(CommandContext context, string index, CancellationToken cancellationToken)
    {
        if (index == "_id_")
        {
            return new BsonDocument { { "_id", 1 } };
        }

        try
        {
            var indexes = await CollectionCommands.IndexesOfAsync(context.Sql.Outside(), context.Request.Database, context.Request.Collection, cancellationToken).ConfigureAwait(false);
            return indexes.Where(found => found["name"].AsString == index).Select(found => found["key"].AsDocument.ToBsonDocument()).FirstOrDefault();
        }
        catch (CommandFailure)
        {
            // The collection was created in this transaction, or is gone: the error is reported without the pattern.
            return null;
        }
    }

    private static BsonDocument? FindValue(CommandContext context, BsonDocument error, BsonDocument pattern)
    {
        var documents = context.Request.Documents("documents");
        if (!error.TryGetValue("index", out var position) || position.ToInt32() >= documents.Count)
        {
            return null;
        }

        var document = documents[position.ToInt32()];
        var value = new BsonDocument();
        foreach (var path in pattern.Names)
        {
            value.Add(path, ValueAt(document, path));
        }

        return value;
    }

    private static BsonValue ValueAt(RawDocument document, string path)
    {
        var steps = path.Split('.');
        for (var i = 0; i < steps.Length - 1; i++)
        {
            if (!document.TryGetValue(steps[i], out var inner) || inner.Type != BsonType.Document)
            {
                return BsonNull.Value;
            }

            document = inner.AsDocument;
        }

        return document.TryGetValue(steps[^1], out var value) ? value.ToBsonValue() : BsonNull.Value;
    }

    [GeneratedRegex("Index '(.+?)'")]
    private static partial Regex IndexName();
}
