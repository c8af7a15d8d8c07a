using System.Collections.Frozen;
using System.Reflection;
using MongoDB.Driver;
using MongoDB.Driver.Search;

namespace Migrations.Engine.Enlisting;

// Every method of the driver's interfaces by its name, asynchronous or not. What a newer driver adds is refused until somebody adds it here.
internal static class CallTable
{
    private const string WatchCure = "A migration cannot use a change stream: read the documents with Find or Aggregate.";
    private const string SessionCure = "Leave the session out, or pass the context's own: every call takes part in the migration's transaction as it is.";
    private const string EndCure = "The run begins and ends the transaction. To abort, throw; to run without one, set Transaction = TransactionMode.Never.";

    private static readonly FrozenDictionary<(Type Type, string Name), Call> Calls = Rows().ToFrozenDictionary(r => (r.Type, r.Name), r => r.Call);

    // Null for a method that nobody has decided about.
    public static Call? Find(MethodInfo method)
    {
        var type = method.DeclaringType!;
        return IsHidden(type) ? new Call(CallKind.Value) : Calls.GetValueOrDefault((type.IsGenericType ? type.GetGenericTypeDefinition() : type, BareName(method)));
    }

    public static string BareName(MethodInfo method) => method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^5] : method.Name;

    // The driver's own untyped collection, which LINQ asks for a name and a serializer.
    public static bool IsHidden(Type type) => type is { IsNotPublic: true, FullName: "MongoDB.Driver.IMongoCollection" } && type.Assembly == typeof(IMongoClient).Assembly;

    private static IEnumerable<(Type Type, string Name, Call Call)> Rows() =>
    [
        .. OfClient(), .. OfDatabase(), .. OfCollection(), .. OfIndexes(), .. OfSession(),
        .. Each(typeof(IFilteredMongoCollection<>), CallKind.Value, "get_Filter"),
        .. Each(typeof(IDisposable), CallKind.Ignored, "Dispose"),
    ];

    private static IEnumerable<(Type, string, Call)> OfClient() =>
    [
        .. Each(typeof(IMongoClient), CallKind.Value, "get_Settings"),
        .. Each(typeof(IMongoClient), CallKind.Enlisted, "GetDatabase", "WithReadConcern", "WithReadPreference", "WithWriteConcern"),
        .. Each(typeof(IMongoClient), CallKind.Write, "BulkWrite"),
        .. Each(typeof(IMongoClient), CallKind.Outside, "ListDatabases", "ListDatabaseNames"),
        Refused(typeof(IMongoClient), "get_Cluster", "What uses it (GridFS) bypasses the migration's transaction: write the files in a deployment step, or read and write the bucket's collections ('fs.files', 'fs.chunks') yourself."),
        Refused(typeof(IMongoClient), "DropDatabase", "Drop the collections one by one."),
        Refused(typeof(IMongoClient), "StartSession", SessionCure),
        Refused(typeof(IMongoClient), "Watch", WatchCure),
    ];

    private static IEnumerable<(Type, string, Call)> OfDatabase() =>
    [
        .. Each(typeof(IMongoDatabase), CallKind.Value, "get_DatabaseNamespace", "get_Settings"),
        .. Each(typeof(IMongoDatabase), CallKind.Enlisted, "get_Client", "GetCollection", "WithReadConcern", "WithReadPreference", "WithWriteConcern"),
        .. Each(typeof(IMongoDatabase), CallKind.Read, "Aggregate", "AggregateToCollection"),
        .. Each(typeof(IMongoDatabase), CallKind.Command, "RunCommand"),
        .. Each(typeof(IMongoDatabase), CallKind.Schema, "CreateCollection", "CreateView", "DropCollection", "RenameCollection"),
        .. Each(typeof(IMongoDatabase), CallKind.Listing, "ListCollections", "ListCollectionNames"),
        Refused(typeof(IMongoDatabase), "Watch", WatchCure),
    ];

    private static IEnumerable<(Type, string, Call)> OfCollection() =>
    [
        .. Each(typeof(IMongoCollection<>), CallKind.Value, "get_CollectionNamespace", "get_DocumentSerializer", "get_Settings"),
        .. Each(typeof(IMongoCollection<>), CallKind.Enlisted, "get_Database", "get_Indexes", "get_SearchIndexes", "OfType", "WithReadConcern", "WithReadPreference", "WithWriteConcern"),
        .. Each(typeof(IMongoCollection<>), CallKind.Read, "Aggregate", "AggregateToCollection", "CountDocuments", "Distinct", "DistinctMany", "Find", "FindSync"),
        .. Each(typeof(IMongoCollection<>), CallKind.Write, "BulkWrite", "DeleteMany", "DeleteOne", "FindOneAndDelete", "FindOneAndReplace", "FindOneAndUpdate", "InsertMany", "InsertOne", "ReplaceOne", "UpdateMany", "UpdateOne"),
        .. Each(typeof(IMongoCollection<>), CallKind.Outside, "EstimatedDocumentCount"),
        Refused(typeof(IMongoCollection<>), "Count", "Use CountDocuments, which counts within the transaction."),
        Refused(typeof(IMongoCollection<>), "MapReduce", "Use Aggregate."),
        Refused(typeof(IMongoCollection<>), "Watch", WatchCure),
    ];

    private static IEnumerable<(Type, string, Call)> OfIndexes() =>
    [
        .. Each(typeof(IMongoIndexManager<>), CallKind.Value, "get_CollectionNamespace", "get_DocumentSerializer", "get_Settings"),
        .. Each(typeof(IMongoIndexManager<>), CallKind.Schema, "CreateMany", "CreateOne", "DropAll", "DropOne"),
        .. Each(typeof(IMongoIndexManager<>), CallKind.Outside, "List"),
        .. Each(typeof(IMongoSearchIndexManager), CallKind.Schema, "CreateMany", "CreateOne", "DropOne", "Update"),
        .. Each(typeof(IMongoSearchIndexManager), CallKind.Outside, "List"),
    ];

    private static IEnumerable<(Type, string, Call)> OfSession() =>
    [
        .. Each(typeof(IClientSession), CallKind.Value, "get_ClusterTime", "get_IsImplicit", "get_IsInTransaction", "get_OperationTime", "get_Options", "get_ServerSession", "get_WrappedCoreSession"),
        .. Each(typeof(IClientSession), CallKind.Value, "AdvanceClusterTime", "AdvanceOperationTime"),
        .. Each(typeof(IClientSession), CallKind.Enlisted, "get_Client"),
        .. Each(typeof(IClientSessionHandle), CallKind.Enlisted, "Fork"),
        Refused(typeof(IClientSession), "AbortTransaction", EndCure),
        Refused(typeof(IClientSession), "CommitTransaction", EndCure),
        Refused(typeof(IClientSession), "StartTransaction", EndCure),
        Refused(typeof(IClientSession), "WithTransaction", EndCure),
    ];

    private static IEnumerable<(Type, string, Call)> Each(Type type, CallKind kind, params string[] names) => names.Select(name => (type, name, new Call(kind)));

    private static (Type, string, Call) Refused(Type type, string name, string cure) => (type, name, new Call(CallKind.Refused, cure));
}

// How to handle a method of the driver; the cure is for a refused one.
internal sealed record Call(CallKind Kind, string Cure = "");

internal enum CallKind
{
    // Returns a name or a setting, without a server.
    Value,

    // Returns a client, database, collection, index manager or session, which is wrapped in turn.
    Enlisted,

    // In the step's session.
    Read,

    // In the step's session.
    Write,

    // Depends on the command's name.
    Command,

    // Outside the session, through the gate for changes of collections and indexes.
    Schema,

    // Outside the session: no transaction covers what it reads.
    Outside,

    // Outside the session, and the product's own collections are left out.
    Listing,

    // Does nothing: what would be disposed of belongs to the run.
    Ignored,

    Refused,
}
