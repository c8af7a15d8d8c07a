using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Migrations.Expressions;

/// <summary>Renders definitions of the driver - text as in the shell, a document, builders, a lambda - as the server takes them.</summary>
public static class Definitions
{
    /// <summary>A filter as a document.</summary>
    /// <exception cref="MigrationException">It cannot be read (MIG1291).</exception>
    public static BsonDocument ToDocument<TDocument>(this FilterDefinition<TDocument> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read(filter, f => f.Render(Arguments<TDocument>()));
    }

    /// <summary>An update as a document of update operators, or as the array of a pipeline's stages; text may be either.</summary>
    /// <exception cref="MigrationException">It cannot be read (MIG1291).</exception>
    public static BsonValue ToBsonValue<TDocument>(this UpdateDefinition<TDocument> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Read(update, u => u is JsonUpdateDefinition<TDocument> { Json: var json } ? Parse(json) : u.Render(Arguments<TDocument>()));
    }

    /// <summary>The stages of a pipeline.</summary>
    /// <exception cref="MigrationException">It cannot be read (MIG1291).</exception>
    public static BsonArray ToBsonArray<TInput, TOutput>(this PipelineDefinition<TInput, TOutput> pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return Read(pipeline, p => new BsonArray(p.Render(Arguments<TInput>()).Documents));
    }

    /// <summary>An aggregation expression as a value.</summary>
    /// <exception cref="MigrationException">It cannot be read (MIG1291).</exception>
    public static BsonValue ToBsonValue<TSource, TResult>(this AggregateExpressionDefinition<TSource, TResult> expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return Read(expression, e => e.Render(Arguments<TSource>()));
    }

    private static RenderArgs<TDocument> Arguments<TDocument>() => new(BsonSerializer.LookupSerializer<TDocument>(), BsonSerializer.SerializerRegistry);

    // The driver itself only reads an update's text as a document.
    private static BsonValue Parse(string json)
    {
        using var reader = new JsonReader(json);
        var value = BsonSerializer.Deserialize<BsonValue>(reader);
        if (!reader.IsAtEndOfFile())
        {
            throw new FormatException("There is text after its end.");
        }

        return value is BsonDocument or BsonArray ? value : throw new FormatException("It is neither a document nor an array of stages.");
    }

    private static TResult Read<TDefinition, TResult>(TDefinition definition, Func<TDefinition, TResult> read)
        where TDefinition : notnull
    {
        try
        {
            return read(definition);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException or BsonException or NotSupportedException or EndOfStreamException)
        {
            var text = definition.GetType().GetProperty("Json")?.GetValue(definition) as string;
            throw new MigrationException(MigrationErrorCode.InvalidExpression, $"The expression {(text is null ? "" : $"'{text}' ")}cannot be read: {e.Message} Correct it: a filter or an update is written as in the shell, {{ name: value }}.", e);
        }
    }
}
