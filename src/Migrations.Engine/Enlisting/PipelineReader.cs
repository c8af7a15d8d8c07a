using System.Reflection;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// Reads the stages of a pipeline among the arguments of a call.
internal sealed class PipelineReader
{
    private readonly Func<object, object, IList<BsonDocument>> _read;
    private readonly int _index;

    private PipelineReader(Type input, Type output, int index)
    {
        _index = index;
        _read = typeof(PipelineReader).GetMethod(nameof(Render), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(input, output).CreateDelegate<Func<object, object, IList<BsonDocument>>>();
    }

    // Null for a parameter that is not a pipeline.
    public static PipelineReader? Of(Type parameter, int index) =>
        parameter is { IsGenericType: true, ContainsGenericParameters: false } && parameter.GetGenericTypeDefinition() == typeof(PipelineDefinition<,>)
            ? new PipelineReader(parameter.GetGenericArguments()[0], parameter.GetGenericArguments()[1], index)
            : null;

    public IList<BsonDocument> Read(object target, object?[] arguments) => arguments[_index] is { } pipeline ? _read(pipeline, target) : [];

    private static IList<BsonDocument> Render<TInput, TOutput>(object pipeline, object target)
    {
        var serializer = target is IMongoCollection<TInput> collection ? collection.DocumentSerializer : BsonSerializer.LookupSerializer<TInput>();
        return ((PipelineDefinition<TInput, TOutput>)pipeline).Render(new RenderArgs<TInput>(serializer, BsonSerializer.SerializerRegistry)).Documents;
    }
}
