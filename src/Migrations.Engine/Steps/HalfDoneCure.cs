using Migrations.Engine.Database.Failures;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Steps;

// A free-form body that failed halfway without a transaction does not run again by itself, so its failure does not say to run again, but what to do.
internal sealed class HalfDoneCure(StateReader reader, RevisionGraph graph)
{
    private const string WhereNothingIsKnown = "'migrations verify' says how to continue.";

    // The failure itself, if the next run simply starts again.
    public async Task<MigrationException> TellAsync(StepScope scope, MigrationException failure) =>
        await WaysOutAsync(scope).ConfigureAwait(false) is { } ways
            ? new MigrationException(failure.Code, RunAgain.Instead(failure.Message, $"It ran without a transaction and had begun to write, so it does not run again by itself. Check the data first. {ways}"), failure)
            : failure;

    // What is recorded decides, as it does for the next run.
    private async Task<string?> WaysOutAsync(StepScope scope)
    {
        var migration = scope.Step.Migration;
        if (scope.UsesTransaction || migration.Kind.RunsInBatches || migration.IsRepeatable)
        {
            return null;
        }

        try
        {
            var state = await reader.ReadReadableAsync(CancellationToken.None).ConfigureAwait(false);
            return state.Find(migration.Tree, migration.Id) is { IsHalfWritten: true } record ? RerunDecision.WaysOut(Trail.Of(graph.Tree(migration.Tree), state), migration, record) : null;
        }
        catch (DatabaseException)
        {
            // The failure itself matters more.
            return scope.Written.Count > 0 ? WhereNothingIsKnown : null;
        }
    }
}
