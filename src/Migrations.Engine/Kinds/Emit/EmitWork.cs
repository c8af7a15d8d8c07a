using Migrations.Bytes;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Emit;

// What one worker needs to write what documents become.
internal sealed record EmitWork(EmitWriter Writer, EmitTransform Transform, EmitRules Rules, FeedbackCheck Feedback, Action<DocumentFailure> Accept)
{
    // Null in a trial, where the transaction creates the collections that it needs.
    public TargetCollections? Targets { get; init; }

    // Of a batch in a transaction.
    public EmitWrite Write { get; } = new(Writer, Feedback, Rules);

    public EmitBatch CreateBatch(IReadOnlyList<RawDocument> page) => EmitBatch.Create(page, Transform, Rules, Accept);
}
