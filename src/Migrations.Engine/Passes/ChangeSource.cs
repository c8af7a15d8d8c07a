using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Passes;

// What a kind of body needs to change documents, in a run or a trial. 'accept' continues without a document that cannot be changed, or throws.
internal sealed record ChangeSource(ICommandChannel Channel, string Database, PlannedStep Step, DocumentMigration Body, Func<string, bool> IsState, Action<DocumentFailure> Accept)
{
    public Sharding Sharding { get; init; } = Sharding.None;

    // Whether the server stops at the first document that it refuses.
    public bool IsOrdered { get; init; } = true;

    // Whether the server reports the outcome of each document.
    public bool TellsEach { get; init; } = true;

    // Null if nothing is kept.
    public ImageKeeper? Images { get; init; }

    // Null in a trial, where the transaction creates the collections it needs.
    public TargetCollections? Targets { get; init; }
}
