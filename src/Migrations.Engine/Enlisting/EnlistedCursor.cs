using System.Collections.Concurrent;
using System.Reflection;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// A cursor in the step's session: each of its batches is a call like any other.
internal sealed class EnlistedCursor<T>(IAsyncCursor<T> inner, string name, OpenCalls calls) : IAsyncCursor<T>
{
    public IEnumerable<T> Current => inner.Current;

    public bool MoveNext(CancellationToken cancellationToken = default) => (bool)calls.Run(name, isInSession: true, () => inner.MoveNext(cancellationToken), cancellationToken)!;

    public async Task<bool> MoveNextAsync(CancellationToken cancellationToken = default) =>
        (bool)(await calls.RunAsync(name, isInSession: true, async () => await inner.MoveNextAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))!;

    public void Dispose() => inner.Dispose();
}

internal static class EnlistedCursor
{
    private static readonly MethodInfo Generic = typeof(EnlistedCursor).GetMethod(nameof(Wrap), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly ConcurrentDictionary<Type, Func<object, string, OpenCalls, object>> Wraps = new();

    // Anything but a cursor is returned as it is.
    public static object? Of(object? result, Type type, string name, OpenCalls calls) =>
        result is not null && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncCursor<>)
            ? Wraps.GetOrAdd(type.GetGenericArguments()[0], static item => Generic.MakeGenericMethod(item).CreateDelegate<Func<object, string, OpenCalls, object>>())(result, name, calls)
            : result;

    private static EnlistedCursor<T> Wrap<T>(object cursor, string name, OpenCalls calls) => new((IAsyncCursor<T>)cursor, name, calls);
}

// A cursor that hides some of its documents.
internal sealed class FilteredCursor<T>(IAsyncCursor<T> inner, Func<T, bool> isVisible) : IAsyncCursor<T>
{
    public IEnumerable<T> Current => inner.Current.Where(isVisible);

    public bool MoveNext(CancellationToken cancellationToken = default) => inner.MoveNext(cancellationToken);

    public Task<bool> MoveNextAsync(CancellationToken cancellationToken = default) => inner.MoveNextAsync(cancellationToken);

    public void Dispose() => inner.Dispose();
}
