using System.Reflection;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// The names that indexes would get, for a run in which they are not created.
internal static class IndexNames
{
    public static IReadOnlyList<string> Of(Type manager, object?[] arguments) => manager.IsGenericType
        ? (IReadOnlyList<string>)typeof(IndexNames).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(manager.GetGenericArguments()[0]).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null)!
        : [.. arguments.SelectMany(OfSearch)];

    private static IEnumerable<string> OfSearch(object? argument) => argument switch
    {
        string name => [name],
        CreateSearchIndexModel model => [model.Name ?? "default"],
        IEnumerable<CreateSearchIndexModel> models => models.SelectMany(OfSearch),
        _ => [],
    };

    private static List<string> Typed<TDocument>(object?[] arguments)
    {
        var options = arguments.OfType<CreateIndexOptions>().FirstOrDefault();
        return [.. arguments.SelectMany(argument => argument switch
        {
            CreateIndexModel<TDocument> model => [NameOf(model.Keys, model.Options)],
            IEnumerable<CreateIndexModel<TDocument>> models => models.Select(m => NameOf(m.Keys, m.Options)),
            IndexKeysDefinition<TDocument> keys => [NameOf(keys, options)],
            _ => Enumerable.Empty<string>(),
        })];
    }

    private static string NameOf<TDocument>(IndexKeysDefinition<TDocument> keys, CreateIndexOptions? options) => options?.Name
        ?? string.Join('_', keys.Render(new RenderArgs<TDocument>(BsonSerializer.LookupSerializer<TDocument>(), BsonSerializer.SerializerRegistry)).Select(k => $"{k.Name}_{ValueText(k.Value)}"));

    private static string ValueText(BsonValue value) => value.IsString ? value.AsString.Replace(' ', '_') : value.ToString()!;
}
