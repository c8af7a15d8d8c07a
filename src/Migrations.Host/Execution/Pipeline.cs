namespace Migrations.Host.Execution;

// Whether this runs unattended: pipelines set CI=true.
internal static class Pipeline
{
    public static string? Variable => Environment.GetEnvironmentVariable("CI");

    public static bool IsRunning => IsSaidBy(Variable);

    public static bool IsSaidBy(string? ci) => string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase);
}
