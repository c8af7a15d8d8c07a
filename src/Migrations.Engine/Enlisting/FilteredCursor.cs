using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// A cursor that hides some of its documents.
internal sealed class FilteredCursor<T>(IAsyncCursor<T> inner, Func<T, bool> isVisible) : IAsyncCursor<T>
{
    public IEnumerable<T> Current => inner.Current.Where(isVisible);

    public bool MoveNext(CancellationToken cancellationToken = default) => inner.MoveNext(cancellationToken);

    public Task<bool> MoveNextAsync(CancellationToken cancellationToken = default) => inner.MoveNextAsync(cancellationToken);

    public void Dispose() => inner.Dispose();
}
