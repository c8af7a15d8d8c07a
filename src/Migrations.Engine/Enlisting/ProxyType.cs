using System.Collections.Concurrent;
using System.Reflection;
using MongoDB.Driver;
using MongoDB.Driver.Search;

namespace Migrations.Engine.Enlisting;

// The proxies of one interface, and the routes of its methods by their slots.
internal sealed class ProxyType
{
    private static readonly ConcurrentDictionary<Type, Lazy<(Type Class, MethodInfo[] Slots)>> Definitions = new();
    private static readonly ConcurrentDictionary<Type, ProxyType> Closed = new();

    // LINQ asks a collection for an interface that the driver keeps for itself.
    private static readonly Type? Hidden = typeof(IMongoClient).Assembly.GetType("MongoDB.Driver.IMongoCollection");

    private readonly Type _interface;
    private readonly Type _class;
    private readonly MethodInfo[] _slots;
    private readonly Route?[] _routes;
    private readonly ConcurrentDictionary<(int Slot, Type First, Type? Second), Route> _generic = new();

    private ProxyType(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var (emitted, slots) = Definitions.GetOrAdd(definition, static d => new Lazy<(Type, MethodInfo[])>(() => Define(d))).Value;
        _interface = type;
        _class = type.IsGenericType ? emitted.MakeGenericType(type.GetGenericArguments()) : emitted;
        _slots = slots;
        _routes = new Route?[slots.Length];
    }

    public static IReadOnlyList<Type> Enlisted { get; } =
    [
        typeof(IMongoClient), typeof(IMongoDatabase), typeof(IMongoCollection<>), typeof(IFilteredMongoCollection<>), typeof(IMongoIndexManager<>), typeof(IMongoSearchIndexManager), typeof(IClientSessionHandle),
    ];

    public static ProxyType Of(Type type) => Closed.GetOrAdd(type, static t => new ProxyType(t));

    // All methods that a proxy of the interface answers.
    public static IEnumerable<MethodInfo> MethodsOf(Type definition) =>
        InterfacesOf(definition).SelectMany(i => i.GetMethods(BindingFlags.Instance | BindingFlags.Public));

    public EnlistedProxy Create() => (EnlistedProxy)Activator.CreateInstance(_class)!;

    public Route RouteOf(int slot) => _routes[slot] ??= Route.Of(Resolve(slot));

    public Route RouteOf(int slot, Type[] types) =>
        _generic.GetOrAdd((slot, types[0], types.Length > 1 ? types[1] : null), static (_, given) => Route.Of(given.Owner.Resolve(given.Slot).MakeGenericMethod(given.Types)), (Owner: this, Slot: slot, Types: types));

    private static (Type Class, MethodInfo[] Slots) Define(Type definition)
    {
        var slots = MethodsOf(definition).ToArray();
        return (ProxyEmitter.Emit(definition, slots), slots);
    }

    private static IEnumerable<Type> InterfacesOf(Type definition)
    {
        var own = definition.GetInterfaces().Select(i => i.IsGenericType ? i.GetGenericTypeDefinition() : i).Prepend(definition);
        return Hidden is not null && own.Contains(typeof(IMongoCollection<>)) ? own.Append(Hidden) : own;
    }

    // The slot's method, declared by the interface as it is closed here.
    private MethodInfo Resolve(int slot)
    {
        var method = _slots[slot];
        return method.DeclaringType is { IsGenericTypeDefinition: true } declaring
            ? (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, declaring.MakeGenericType(_interface.GetGenericArguments()).TypeHandle)!
            : method;
    }
}
