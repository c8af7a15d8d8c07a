
namespace Migrations.Engine.Passes;

// The end of a document migration, while others write: what they wrote is migrated, and then the server refuses more of it.
internal sealed class DocumentEnd(PassSource source, Func<Task<RangeProgress>> pass)
{
    public async Task CatchUpAsync(RangeProgress first, bool isFollowedByRule, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        if (CatchUp.IsPossible(source, first))
        {
            await CatchUp.RunAsync(scope, source.Collection, () => CountAsync(cancellationToken), pass, source.Kind.MovesDocuments, isFollowedByRule).ConfigureAwait(false);
            await source.Failures.ThrowIfAnyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<long> CountAsync(CancellationToken cancellationToken) => source.Filter.ElementCount == 0 ? source.Reader.CountExactlyAsync(cancellationToken) : source.Reader.CountAsync(cancellationToken);

    public async Task EnforceAsync(CollectionRule rule, RangeProgress first, CancellationToken cancellationToken)
    {
        var stillOpen = CatchUp.IsPossible(source, first) ? source.Filter : null;
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
}
