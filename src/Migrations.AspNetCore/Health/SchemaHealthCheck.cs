using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Migrations.AspNetCore.Health;

// Current is healthy. An application works, though perhaps not as it should, while a run is at work and on a database that is ahead. Whatever else is the registration's failure status.
internal sealed class SchemaHealthCheck(DatabaseAccess database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var report = await database.ReadAsync(cancellationToken).ConfigureAwait(false);
            var status = report.State switch
            {
                SchemaState.Current => HealthStatus.Healthy,
                SchemaState.Running or SchemaState.Ahead => HealthStatus.Degraded,
                _ => context.Registration.FailureStatus,
            };
            return new HealthCheckResult(status, report.Message, data: new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["state"] = report.State.ToString(),
                ["database"] = report.Database,
                ["pending"] = report.Pending,
            });
        }
        catch (MigrationException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"MIG{(int)e.Code}: {e.Message}", e);
        }
    }
}
