using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;

namespace Migrations.TestKit;

// One batch for each array in `cursor`: firstBatch, then nextBatch if the script has one.
internal sealed class RecordedCursor : ICommandCursor
{
    private readonly Queue<BsonArray> _batches = new();

    public RecordedCursor(BsonDocument reply)
    {
        var cursor = reply["cursor"].AsBsonDocument;
        foreach (var field in cursor)
        {
            if (field.Name is "firstBatch" or "nextBatch")
            {
                _batches.Enqueue(field.Value.AsBsonArray);
            }
        }
    }

    public RawArray Current { get; private set; }

    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_batches.TryDequeue(out var batch))
        {
            return ValueTask.FromResult(false);
        }

        var holder = new BsonDocument { { "batch", batch } }.ToRaw();
        Current = holder["batch"].AsArray;
        return ValueTask.FromResult(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
