using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Steps;

namespace Migrations.Engine.Passes;

// Into how many ranges a collection is cut.
internal static class RangeCount
{
    // More than workers, so that an uneven cut leaves nobody idle for long; no more than there are batches.
    private const int RangesPerWorker = 16;

    // A range that the server updates by itself is one transaction, so it must stay short.
    private const int ServerRangeSize = 10_000;
    private const int MostServerRanges = 4096;

    public static int Of(MigrationBody body, long documents, RunSettings settings) => ServerUpdate.IsFor(body)
        ? (int)Math.Min(MostServerRanges, documents / ServerRangeSize)
        : settings.Workers == 1 ? 1 : (int)Math.Min((long)RangesPerWorker * settings.Workers, documents / Math.Max(1, settings.BatchSize));
}
