namespace Migrations.Host.Pipelines;

// Whether this runs unattended: pipelines set CI=true.
internal static class Pipeline
{
    public static string? Variable => Environment.GetEnvironmentVariable("CI");

    public static bool IsRunning => IsReportedBy(Variable);

    public static bool IsReportedBy(string? ci) => string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase);
}
