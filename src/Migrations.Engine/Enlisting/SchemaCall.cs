using System.Reflection;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using MongoDB.Driver.Search;

namespace Migrations.Engine.Enlisting;

// A change of collections or indexes: through the gate, and outside the session.
internal readonly struct SchemaCall(object target, Enlistment enlistment, CollectionNamespace? place, Route route)
{
    public object? Run(object?[] arguments)
    {
        if (enlistment.IsReadOnly)
        {
            throw CallRefusal.OfWriting(CallRefusal.NameOf(route.Method));
        }

        var boundary = new Boundary(enlistment);
        boundary.Check(arguments.OfType<string>());
        if (route.Pipeline is { } pipeline)
        {
            boundary.Check(pipeline.Read(target, arguments));
        }

        var own = route.TakesSession ? arguments[1..] : arguments;
        var (type, value) = (route.Method.DeclaringType!, route.Shape.Value);
        return Carry(target is IMongoDatabase database ? OfDatabase(database, own) : OfIndexes(), arguments, () => Instead(type, value, own));
    }

    public object? Run(ServerCommand command, object?[] arguments, object serializer)
    {
        var reader = route.Command!;
        var database = command.Database is { } named ? new DatabaseNamespace(named) : ((IMongoDatabase)target).DatabaseNamespace;
        var change = new SchemaChange(command.Name, database, command.Collection)
        {
            Target = command.Target is { } name ? CollectionNamespace.FromFullName(name) : null,
            ReplacesTarget = command.ReplacesTarget,
        };
        return Carry(change, arguments, () => reader.AnswerOk(serializer));
    }

    private object? Carry(SchemaChange change, object?[] arguments, Func<object?> instead)
    {
        var (self, asked, way, cancellationToken) = (target, enlistment, route, arguments.OfType<CancellationToken>().LastOrDefault());
        async ValueTask<object?> PassGateAsync()
        {
            object? result = null;
            async ValueTask CarryOutAsync() => result = await way.Shape.TakeAsync(way.Outside!.Invoke(self, arguments, null)).ConfigureAwait(false);
            return await asked.ChangeSchemaAsync(change, CarryOutAsync, cancellationToken).ConfigureAwait(false) ? result : instead();
        }

        return way.Shape.Return(() => asked.Calls.RunAsync($"{change.Command} of '{change.Collection}'", isInSession: false, PassGateAsync, cancellationToken));
    }

    private SchemaChange OfDatabase(IMongoDatabase database, object?[] own)
    {
        var collection = (string)own[0]!;
        return route.Name == nameof(IMongoDatabase.RenameCollection)
            ? new SchemaChange("renameCollection", database.DatabaseNamespace, collection)
            {
                Target = new CollectionNamespace(database.DatabaseNamespace, (string)own[1]!),
                ReplacesTarget = own.OfType<RenameCollectionOptions>().Any(o => o.DropTarget == true),
            }
            : new SchemaChange(route.Name == nameof(IMongoDatabase.DropCollection) ? "drop" : "create", database.DatabaseNamespace, collection);
    }

    private SchemaChange OfIndexes()
    {
        var isSearch = target is IMongoSearchIndexManager;
        var command = route.Name switch
        {
            nameof(IMongoSearchIndexManager.Update) => "updateSearchIndex",
            nameof(IMongoSearchIndexManager.DropOne) when isSearch => "dropSearchIndex",
            nameof(IMongoSearchIndexManager.CreateOne) or nameof(IMongoSearchIndexManager.CreateMany) => isSearch ? "createSearchIndexes" : "createIndexes",
            _ => "dropIndexes",
        };
        return new SchemaChange(command, place!.DatabaseNamespace, place.CollectionName);
    }

    // What the author gets for a change that was not carried out.
    private static object? Instead(Type manager, Type value, object?[] arguments) =>
        value == typeof(string) ? IndexNames.Of(manager, arguments)[0]
        : value == typeof(IEnumerable<string>) ? IndexNames.Of(manager, arguments)
        : null;
}

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
