using Migrations.Bytes;

namespace Migrations.LocalServer.Gateway.Cursors;

// What the engine needs to continue a cursor; the rows themselves are in its files.
internal sealed record OpenCursor(long Id, string Database, RawDocument Continuation, string? SessionKey)
{
    public long LastUsed { get; init; }
}
