using System.Globalization;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

// Where a plan would run, and how much its steps have to do.
internal static class ForecastText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Server(ChannelInfo server) =>
        $"Server {server.Server} (version {server.ServerVersion}), {server.Deployment switch { DeploymentKind.ReplicaSet => "replica set", DeploymentKind.Sharded => "sharded cluster", _ => "standalone" }}, {(server.SupportsTransactions ? "with" : "without")} transactions";

    public static string Of(StepForecast forecast)
    {
        var matching = forecast.Matching is { } count ? $", {Number(count)} to look at" : "";
        var images = forecast.ImageBytes switch { 0 => "", null => "; its images take space, too", { } bytes => $"; its images take about {Size(bytes)}" };
        return $"  {forecast.Step.Migration.Identity}: about {Number(forecast.Documents)} document(s) in '{forecast.Collection}'{(forecast.Bytes is { } size ? $", {Size(size)}" : "")}{matching}{images}";
    }

    private static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1000;
        }

        return size.ToString(unit == 0 || size >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture) + $" {Units[unit]}";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
