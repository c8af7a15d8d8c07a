using Migrations.Engine.Model;
using Migrations.Engine.Storage.Environments;

namespace Migrations.Engine.Reporting;

/// <summary>Something that is not the same in two environments.</summary>
/// <param name="What">What it is.</param>
/// <param name="Before">Its value before; null if it was unknown, or was not there.</param>
/// <param name="After">Its value after; null if it is unknown, or is not there.</param>
/// <param name="Matters">Whether a migration may work differently because of it.</param>
internal sealed record EnvironmentDifference(string What, string? Before, string? After, bool Matters)
{
    // Pure.
    internal static IReadOnlyList<EnvironmentDifference> Between(RunEnvironment before, RunEnvironment after) =>
    [
        .. Of("driver", before.Driver, after.Driver, Major(before.Driver) != Major(after.Driver)),
        .. Of("server", before.Server, after.Server, Major(before.Server) != Major(after.Server)),
        .. Of("feature compatibility version", before.Compatibility, after.Compatibility, before.Compatibility is not null && after.Compatibility is not null),
        .. Packages(before.Packages, after.Packages),
        .. Of("topology", before.Topology, after.Topology, matters: false),
        .. Of("runtime", before.Runtime, after.Runtime, matters: false),
        .. Of("operating system", before.System, after.System, matters: false),
        .. Of("architecture", before.Architecture, after.Architecture, matters: false),
    ];

    /// <inheritdoc />
    public override string ToString() => $"{What}: {Before ?? "unknown"}, now {After ?? "unknown"}";

    internal Finding ToFinding(string database) => Matters
        ? new Finding(MigrationErrorCode.EnvironmentDiffers, null, $"This machine is not what '{database}' was migrated with last: {this}. A migration may work differently here. Run it where the last run was, or with the same versions; if the change is meant, the next run records it.")
        : new Finding(MigrationErrorCode.EnvironmentChanged, null, $"Since the last run on '{database}' this has changed: {this}.") { IsWarning = true };

    private static IEnumerable<EnvironmentDifference> Packages(IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string>? after)
    {
        if (before is null || after is null)
        {
            return before == after ? [] : [new EnvironmentDifference("packages of the plugin", before is null ? null : "known", after is null ? null : "known", Matters: false)];
        }

        return before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .SelectMany(name => Of($"package {name}", before.GetValueOrDefault(name, "none"), after.GetValueOrDefault(name, "none"), matters: true));
    }

    private static IEnumerable<EnvironmentDifference> Of(string what, string? before, string? after, bool matters) =>
        before == after ? [] : [new EnvironmentDifference(what, before, after, matters)];

    private static string Major(string version) => version.Split('.')[0];
}
