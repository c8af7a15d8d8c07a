using System.Globalization;
using System.Text.Json.Nodes;
using Migrations.Engine.Planning;
using Migrations.Host.CommandLine;
using Migrations.Host.Execution;
using Migrations.Host.Plugins;
using Migrations.Shared;

namespace Migrations.Host.Plans;

// From a plan to its file, and back to a run of exactly that plan.
internal static class ReviewedPlan
{
    public static async Task WriteAsync(Values values, DatabaseSession session, Plan plan, JsonNode shown, CancellationToken cancellationToken)
    {
        if (values.Filled(OptionTable.PlanOut) is not { } path)
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var identity = HostIdentity.Create();
        var file = new PlanFile
        {
            Version = PlanFile.CurrentVersion,
            Created = now,
            Expires = values.OptionalNumber(OptionTable.Expires) is { } hours ? now.AddHours(hours) : null,
            By = $"{identity.User}@{identity.Host}",
            Product = identity.Product,
            Database = session.Database,
            StatePrefix = values.Text(OptionTable.StatePrefix)!,
            Plugin = new PlannedPlugin(session.Catalogue.Name, session.Catalogue.Version, PluginHash.Of(session.Catalogue)),
            Request = PlannedRequest.Of(plan.Request),
            Fingerprint = plan.Fingerprint,
            Plan = shown,
        };
        var isNew = !File.Exists(path);
        await File.WriteAllTextAsync(path, file.ToText(), cancellationToken).ConfigureAwait(false);
        session.Note($"{(isNew ? HostContract.CreatedPrefix : HostContract.UpdatedPrefix)}{Path.GetFullPath(path)}");
    }

    // The request of the plan file that was named, or of the options.
    public static async Task<PlanRequest> ReadAsync(Values values, DatabaseSession session, MigrationDirection direction, CancellationToken cancellationToken)
    {
        if (values.Filled(OptionTable.Reviewed) is not { } path)
        {
            return TargetOptions.Read(values, direction);
        }

        if (TargetOptions.Rows.FirstOrDefault(values.IsGiven) is { } twice)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"{twice.Option} was given together with {OptionTable.Reviewed.Option}, but the plan file says it already. Nothing was done. Leave {twice.Option} out, or make another plan with it.");
        }

        return Require(await PlanFile.ReadAsync(path, cancellationToken).ConfigureAwait(false), direction, session, values.Text(OptionTable.StatePrefix)!, TimeProvider.System.GetUtcNow());
    }

    // The request that gives this plan or fails.
    private static PlanRequest Require(PlanFile file, MigrationDirection direction, DatabaseSession session, string statePrefix, DateTimeOffset now)
    {
        var (name, hash) = (session.Catalogue.Source, PluginHash.Of(session.Catalogue));
        var fault = file.Request.Direction != direction ? $"it is a plan to {Verb(file.Request.Direction)}, and this is 'migrations {Verb(direction)}'"
            : file.Expires <= now.UtcDateTime ? string.Create(CultureInfo.InvariantCulture, $"it expired at {file.Expires:u}")
            : file.Database != session.Database ? $"it is for the database '{file.Database}', and this one is '{session.Database}'"
            : file.StatePrefix != statePrefix ? $"it is for the state collections '{file.StatePrefix}', and these are '{statePrefix}'"
            : file.Plugin.Hash != hash ? $"it was made with another build of the plugin ({file.Plugin.Name} {file.Plugin.Version}, {file.Plugin.Hash[..12]}), and this is {name}, {hash[..12]}"
            : null;
        return fault is null
            ? file.Request.With(file.Fingerprint)
            : throw new MigrationException(MigrationErrorCode.PlanOutdated, $"The plan does not fit: {fault}. Nothing was done, because what would run is not what was reviewed. Make a new plan ('migrations plan --out FILE'), and have it reviewed.");
    }

    private static string Verb(MigrationDirection direction) => direction == MigrationDirection.Up ? CommandTable.Migrate : CommandTable.Rollback;
}
