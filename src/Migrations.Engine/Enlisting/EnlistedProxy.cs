using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// Stands for a client, database, collection, index manager or session of the driver, and takes every call to its overload with the step's session.
internal abstract class EnlistedProxy
{
    private ProxyType _type = null!;
    private object _target = null!;
    private Enlistment _enlistment = null!;
    private CollectionNamespace? _place;

    public static T Enlist<T>(T target, Enlistment enlistment)
        where T : class =>
        (T)(object)Create(typeof(T), target, enlistment, null);

    // What the emitted classes call.
    protected object? Invoke(int slot, object?[] arguments) => Take(_type.RouteOf(slot), arguments);

    protected object? InvokeGeneric(int slot, object?[] arguments, Type[] types) => Take(_type.RouteOf(slot, types), arguments);

    private static EnlistedProxy Create(Type type, object target, Enlistment enlistment, CollectionNamespace? place)
    {
        var proxies = ProxyType.Of(type);
        var proxy = proxies.Create();
        (proxy._type, proxy._target, proxy._enlistment, proxy._place) = (proxies, target, enlistment, place);
        return proxy;
    }

    private object? Take(Route route, object?[] arguments) => route.Call?.Kind switch
    {
        CallKind.Value => route.Outside!.Invoke(_target, arguments, null),
        CallKind.Ignored => null,
        CallKind.Enlisted => Enlist(route, arguments),
        CallKind.Refused => throw CallRefusal.OfCall(route.Method, route.Call.Cure),
        null => throw CallRefusal.OfUnknown(route.Method),
        _ => new EnlistedCall(_target, _enlistment, _place, route).Run(arguments),
    };

    private EnlistedProxy Enlist(Route route, object?[] arguments)
    {
        if (arguments.Any(a => a is WriteConcern { IsAcknowledged: false } or MongoCollectionSettings { WriteConcern.IsAcknowledged: false } or MongoDatabaseSettings { WriteConcern.IsAcknowledged: false }))
        {
            throw CallRefusal.OfWriteConcern();
        }

        return Create(route.Method.ReturnType, route.Outside!.Invoke(_target, arguments, null)!, _enlistment, PlaceOf(route, arguments));
    }

    private CollectionNamespace? PlaceOf(Route route, object?[] arguments)
    {
        if (_target is not IMongoDatabase database || route.Name != nameof(IMongoDatabase.GetCollection))
        {
            return _place;
        }

        var name = (string)arguments[0]!;
        return _enlistment.IsOwn(name) ? throw CallRefusal.OfOwnCollection(name) : new CollectionNamespace(database.DatabaseNamespace, name);
    }
}
