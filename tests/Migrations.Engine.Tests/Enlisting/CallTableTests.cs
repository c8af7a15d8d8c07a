using System.Reflection;
using Migrations.Engine.Enlisting;
using MongoDB.Driver;

namespace Migrations.Engine.Tests.Enlisting;

// A new version of the driver that brings a new method fails here until somebody decides what becomes of it.
public sealed class CallTableTests
{
    // Told to authors in docs: outside the transaction, and refused.
    private static readonly string[] Outside =
    [
        "IMongoClient.ListDatabaseNames", "IMongoClient.ListDatabases", "IMongoCollection.EstimatedDocumentCount", "IMongoDatabase.ListCollectionNames", "IMongoDatabase.ListCollections", "IMongoIndexManager.List", "IMongoSearchIndexManager.List",
    ];

    private static readonly string[] Refused =
    [
        "IClientSession.AbortTransaction", "IClientSession.CommitTransaction", "IClientSession.StartTransaction", "IClientSession.WithTransaction", "IMongoClient.DropDatabase", "IMongoClient.StartSession", "IMongoClient.Watch", "IMongoClient.get_Cluster",
        "IMongoCollection.Count", "IMongoCollection.MapReduce", "IMongoCollection.Watch", "IMongoDatabase.Watch",
    ];

    private static readonly string[] Schema =
    [
        "IMongoDatabase.CreateCollection", "IMongoDatabase.CreateView", "IMongoDatabase.DropCollection", "IMongoDatabase.RenameCollection", "IMongoIndexManager.CreateMany", "IMongoIndexManager.CreateOne", "IMongoIndexManager.DropAll", "IMongoIndexManager.DropOne",
        "IMongoSearchIndexManager.CreateMany", "IMongoSearchIndexManager.CreateOne", "IMongoSearchIndexManager.DropOne", "IMongoSearchIndexManager.Update",
    ];

    public static IEnumerable<TestCaseData> Methods => ProxyType.Enlisted.SelectMany(ProxyType.MethodsOf).Distinct().Select(m => new TestCaseData(m).SetArgDisplayNames($"{m.DeclaringType!.Name}: {m}"));

    [TestCaseSource(nameof(Methods))]
    public void Somebody_has_decided_what_becomes_of_a_method(MethodInfo method) => Assert.That(CallTable.Find(method), Is.Not.Null, "Add it to the table in Enlisting/CallTable.cs.");

    [TestCaseSource(nameof(Methods))]
    public void A_method_leads_to_the_overload_that_its_kind_needs(MethodInfo method)
    {
        var closed = Close(method);

        var route = Route.Of(closed);

        Assert.That(route.Call, Is.EqualTo(CallTable.Find(method)));
    }

    [TestCaseSource(nameof(Methods))]
    public void A_refused_method_has_a_cure(MethodInfo method)
    {
        var call = CallTable.Find(method)!;

        Assert.That(call.Cure.Length > 0, Is.EqualTo(call.Kind == CallKind.Refused));
    }

    [Test]
    public void Only_these_are_outside_of_the_transaction() => Assert.That(NamesOf(CallKind.Outside, CallKind.Listing), Is.EqualTo(Outside));

    [Test]
    public void Only_these_are_refused() => Assert.That(NamesOf(CallKind.Refused), Is.EqualTo(Refused));

    [Test]
    public void Only_these_change_collections_and_indexes() => Assert.That(NamesOf(CallKind.Schema), Is.EqualTo(Schema));

    [Test]
    public void A_method_that_nobody_has_decided_about_is_refused()
    {
        var unknown = typeof(IAsyncCursor<string>).GetMethod(nameof(IAsyncCursor<string>.MoveNext))!;

        Assert.That(CallTable.Find(unknown), Is.Null);
        Assert.That(Route.Of(unknown).Call, Is.Null);
    }

    [Test]
    public void A_result_with_further_calls_takes_part_in_its_turn()
    {
        var leadingOn = ProxyType.Enlisted.SelectMany(ProxyType.MethodsOf).Where(m => ProxyType.Enlisted.Contains(Definition(m.ReturnType)) && CallTable.Find(m)!.Kind != CallKind.Refused);

        Assert.That(leadingOn.Select(m => CallTable.Find(m)!.Kind), Is.Not.Empty.And.All.EqualTo(CallKind.Enlisted));
    }

    private static IEnumerable<string> NamesOf(params CallKind[] kinds) => ProxyType.Enlisted.SelectMany(ProxyType.MethodsOf)
        .Where(m => kinds.Contains(CallTable.Find(m)!.Kind))
        .Select(m => $"{m.DeclaringType!.Name.Split('`')[0]}.{CallTable.BareName(m)}")
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static MethodInfo Close(MethodInfo method)
    {
        var type = method.DeclaringType!;
        var closed = type.IsGenericTypeDefinition ? (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.MakeGenericType(typeof(MongoDB.Bson.BsonDocument)).TypeHandle)! : method;
        return closed.IsGenericMethodDefinition ? closed.MakeGenericMethod([.. closed.GetGenericArguments().Select(_ => typeof(MongoDB.Bson.BsonDocument))]) : closed;
    }
}
