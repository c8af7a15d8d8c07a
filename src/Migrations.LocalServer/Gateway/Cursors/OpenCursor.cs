using Migrations.Bytes;

namespace Migrations.LocalServer.Gateway.Cursors;

// What the engine needs to go on with a cursor; the rows themselves lie in its files.
internal sealed record OpenCursor(long Id, string Database, RawDocument Continuation, string? SessionKey)
{
    public long LastUsed { get; init; }
}
