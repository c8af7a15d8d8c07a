using System.Security.Cryptography;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Environments;

// What a run worked with: the machine, the driver, the server, and the packages of the plugin. It has no names of hosts or users, so many runs share one.
internal sealed record RunEnvironment
{
    // The name of the plugin's assembly; each plugin of a database has its own packages.
    public required string Plugin { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    public required string Architecture { get; init; }

    public required string Driver { get; init; }

    public required string Server { get; init; }

    // The feature compatibility version. Null if the server does not say it to this user.
    public string? Compatibility { get; init; }

    public required string Topology { get; init; }

    // Names and versions. Null if nothing says which.
    public IReadOnlyDictionary<string, string>? Packages { get; init; }

    // SHA-256 over all fields.
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(ToFields().ToBson()));

    public BsonDocument ToFields() => new()
    {
        { "plugin", Plugin },
        { "runtime", Runtime },
        { "system", System },
        { "architecture", Architecture },
        { "driver", Driver },
        { "server", Server },
        { "compatibility", AppliedCodec.OrNull(Compatibility) },
        { "topology", Topology },
        // Names of packages have dots, which names of fields had better not have.
        { "packages", Packages is { } packages ? new BsonArray(packages.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new BsonDocument { { "name", p.Key }, { "version", p.Value } })) : BsonNull.Value },
    };

    public static RunEnvironment Read(StateDocument document) => new()
    {
        Plugin = document.Text("plugin"),
        Runtime = document.Text("runtime"),
        System = document.Text("system"),
        Architecture = document.Text("architecture"),
        Driver = document.Text("driver"),
        Server = document.Text("server"),
        Compatibility = document.TextOrNull("compatibility"),
        Topology = document.Text("topology"),
        Packages = document.HasValue("packages") ? document.Documents("packages").ToDictionary(p => p.Text("name"), p => p.Text("version"), StringComparer.Ordinal) : null,
    };
}

// A run that recorded its environment.
internal sealed record EnvironmentUse(string Run, DateTime At, string Environment);
