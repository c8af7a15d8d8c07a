using System.Reflection;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// The command among the arguments of a call: it is rendered once, and what was checked is what is sent.
internal sealed class AuthorCommand
{
    private readonly int _index;
    private readonly Func<object, (BsonDocument Body, object Serializer)> _read;
    private readonly Func<BsonDocument, object, object> _write;
    private readonly Func<object, object?> _answer;

    private AuthorCommand(Type result, int index)
    {
        _index = index;
        _read = Bind<Func<object, (BsonDocument, object)>>(nameof(Read), result);
        _write = Bind<Func<BsonDocument, object, object>>(nameof(Write), result);
        _answer = Bind<Func<object, object?>>(nameof(Answer), result);
    }

    // Null for a parameter that is not a command.
    public static AuthorCommand? Of(Type parameter, int index) =>
        parameter is { IsGenericType: true, ContainsGenericParameters: false } && parameter.GetGenericTypeDefinition() == typeof(Command<>)
            ? new AuthorCommand(parameter.GetGenericArguments()[0], index)
            : null;

    public (BsonDocument Body, object Serializer) Read(object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments[_index]);
        return _read(arguments[_index]!);
    }

    public object?[] Replace(object?[] arguments, BsonDocument body, object serializer)
    {
        var copy = arguments.ToArray();
        copy[_index] = _write(body, serializer);
        return copy;
    }

    // What the author gets for a command that was not carried out.
    public object? AnswerOk(object serializer) => _answer(serializer);

    private static (BsonDocument Body, object Serializer) Read<TResult>(object command)
    {
        var rendered = ((Command<TResult>)command).Render(BsonSerializer.SerializerRegistry);
        return (rendered.Document, rendered.ResultSerializer);
    }

    private static BsonDocumentCommand<TResult> Write<TResult>(BsonDocument body, object serializer) => new BsonDocumentCommand<TResult>(body, (IBsonSerializer<TResult>)serializer);

    private static object? Answer<TResult>(object serializer)
    {
        using var reader = new BsonDocumentReader(new BsonDocument("ok", 1));
        return ((IBsonSerializer<TResult>)serializer).Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }

    private static TDelegate Bind<TDelegate>(string name, Type result)
        where TDelegate : Delegate =>
        typeof(AuthorCommand).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Single(m => m.Name == name && m.IsGenericMethod).MakeGenericMethod(result).CreateDelegate<TDelegate>();
}

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
