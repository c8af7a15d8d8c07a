using Migrations.Bytes;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Scanning;

namespace Migrations.Engine.Kinds.Emit;

// What one worker needs to read documents and to write what they become.
internal sealed record EmitWork(PageReader Reader, EmitWriter Writer, EmitTransform Transform, EmitRules Rules, EmitTargets Targets, OwnReads OwnReads, BatchPace Pace, DocumentFailures Failures)
{
    // Reads the same collection without the filter.
    public required PageReader Presence { get; init; }

    // Of a batch in a transaction.
    public EmitWrite Write { get; } = new(Writer, OwnReads, Rules);

    public EmitBatch CreateBatch(IReadOnlyList<RawDocument> page) => EmitBatch.Create(page, Transform, Rules, Failures.Accept);
}
