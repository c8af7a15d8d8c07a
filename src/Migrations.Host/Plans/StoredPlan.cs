using System.Globalization;
using System.Text.Json.Nodes;
using Migrations.Engine.Planning;
using Migrations.Host.Execution;
using Migrations.Host.Plugins;
using Migrations.Shared;

namespace Migrations.Host.Plans;

// From a plan to its file, and back to a run of exactly that plan.
internal static class StoredPlan
{
    // Hours until it expires; null for never.
    public static async Task WriteAsync(string path, int? hours, string statePrefix, DatabaseSession session, Plan plan, JsonNode shown, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var identity = HostIdentity.Create();
        var file = new PlanFile
        {
            Version = PlanFile.CurrentVersion,
            Created = now,
            Expires = hours is { } some ? now.AddHours(some) : null,
            By = $"{identity.User}@{identity.Host}",
            Product = identity.Product,
            Database = session.Database,
            StatePrefix = statePrefix,
            Plugin = new PlannedPlugin(session.Catalogue.Name, session.Catalogue.Version, PluginHash.Of(session.Catalogue)),
            Request = PlannedRequest.Of(plan.Request),
            Fingerprint = plan.Fingerprint,
            Content = plan.Content,
            Plan = shown,
        };
        // Half a file never has the name.
        var (full, beside) = (RealPath.Of(path), RealPath.Of(path) + ".part");
        await File.WriteAllTextAsync(beside, file.ToText(), cancellationToken).ConfigureAwait(false);
        File.Move(beside, full, overwrite: true);
        session.Note($"{HostContract.CreatedPrefix}{Path.GetFullPath(path)}");
    }

    // The file of an earlier command is deleted before this one begins, so that nobody takes it for this one's, whatever happens to it.
    public static void Clear(string? path)
    {
        if (path is not null)
        {
            File.Delete(RealPath.Of(path));
        }
    }

    // The request of a plan that fits.
    public static async Task<PlanRequest> ReadAsync(string path, string statePrefix, DatabaseSession session, MigrationDirection direction, CancellationToken cancellationToken) =>
        Require(await PlanFile.ReadAsync(path, cancellationToken).ConfigureAwait(false), direction, session, statePrefix, TimeProvider.System.GetUtcNow());

    // The request that gives this plan or fails.
    private static PlanRequest Require(PlanFile file, MigrationDirection direction, DatabaseSession session, string statePrefix, DateTimeOffset now)
    {
        var (name, hash) = (session.Catalogue.Source, PluginHash.Of(session.Catalogue));
        var fault = file.Request.Direction != direction ? $"it is a plan to {Verb(file.Request.Direction)}, and this is 'migrations {Verb(direction)}'"
            : file.Expires <= now.UtcDateTime ? string.Create(CultureInfo.InvariantCulture, $"it expired at {file.Expires:u}")
            : file.Database != session.Database ? $"it is for the database '{file.Database}', and this one is '{session.Database}'"
            : file.StatePrefix != statePrefix ? $"it is for the state collections '{file.StatePrefix}', and these are '{statePrefix}'"
            : file.Plugin.Hash != hash ? $"it was made with another build of the plugin ({file.Plugin.Name} {file.Plugin.Version}, {Short(file.Plugin.Hash)}), and this is {name}, {Short(hash)}"
            : !file.IsUnchanged() ? "it was edited after it was written"
            : null;
        return fault is null
            ? file.Request.With(file.Content.Reviewed(file.Fingerprint))
            : throw new MigrationException(MigrationErrorCode.PlanOutdated, $"The plan does not fit: {fault}. Nothing was done, because what would run is not what was reviewed. Make a new plan ('migrations plan --out FILE'), and have it reviewed.");
    }

    private static string Short(string hash) => hash[..Math.Min(hash.Length, 12)];

    private static string Verb(MigrationDirection direction) => direction == MigrationDirection.Up ? CommandTable.Migrate : CommandTable.Rollback;
}
