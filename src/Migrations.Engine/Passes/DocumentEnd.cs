
namespace Migrations.Engine.Passes;

// The end of a document migration, while others write: what they wrote is migrated, and then the server refuses more of it.
internal sealed class DocumentEnd(PassSource source, Func<Task<RangeProgress>> pass)
{
    private bool _isUnmarked;
    private bool _isReported;

    public async Task CatchUpAsync(RangeProgress first, bool isFollowedByRule, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        if (IsPossible(first))
        {
            await CatchUp.RunAsync(scope, source.Collection, () => CountAsync(cancellationToken), RunPassAsync, source.Kind.MovesDocuments, isFollowedByRule).ConfigureAwait(false);
            await source.Failures.ThrowIfAnyAsync(cancellationToken).ConfigureAwait(false);
        }

        ReportUnmarked(first);
    }

    public async Task EnforceAsync(CollectionRule rule, RangeProgress first, CancellationToken cancellationToken)
    {
        var stillOpen = IsPossible(first) ? source.Filter : null;
        await rule.RequireFulfilledAsync(stillOpen, cancellationToken).ConfigureAwait(false);
        await rule.EnforceAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // What others wrote between the last pass and the validator.
            await CatchUpAsync(first, isFollowedByRule: false, cancellationToken).ConfigureAwait(false);
            await rule.RequireFulfilledAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e) when (e.Code is MigrationErrorCode.ValidatorUnfulfilled or MigrationErrorCode.OldShapeLeft)
        {
            await rule.RelaxAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private bool IsPossible(RangeProgress first) => !_isUnmarked && CatchUp.IsPossible(source, first);

    private async Task<RangeProgress> RunPassAsync()
    {
        var progress = await pass().ConfigureAwait(false);
        _isUnmarked |= progress.IsUnmarked;
        return progress;
    }

    private Task<long> CountAsync(CancellationToken cancellationToken) => source.Filter.ElementCount == 0 ? source.Reader.CountExactlyAsync(cancellationToken) : source.Reader.CountAsync(cancellationToken);

    private void ReportUnmarked(RangeProgress first)
    {
        if ((_isUnmarked || first.IsUnmarked) && !_isReported)
        {
            _isReported = true;
            source.Scope.Report(new ReportedAction
            {
                Description = "Leave what others wrote meanwhile as it is: Filter also matches migrated documents, and they would be migrated twice",
                Collection = source.Collection,
            });
        }
    }
}
