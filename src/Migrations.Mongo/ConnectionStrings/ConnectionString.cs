using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo;

/// <summary>A MongoDB connection string that was read and understood.</summary>
public sealed class ConnectionString
{
    private ConnectionString(ConnectionStringParts parts, ConnectionOptions options, MongoClientSettings settings)
    {
        Settings = settings;
        Options = options;
        Warnings = [.. options.Warnings, .. OptionRules.FindIneffective(options)];
        Redacted = Redaction.Print(parts, settings.Hosts);
    }

    /// <summary>The database named behind the hosts, or null.</summary>
    public string? DatabaseName => Settings.Database;

    /// <summary>The string for people and logs: without password and without the values of secret or unknown options.</summary>
    public string Redacted { get; }

    /// <summary>What was ignored, or has no effect, each a sentence without values.</summary>
    public IReadOnlyList<string> Warnings { get; }

    internal MongoClientSettings Settings { get; }

    internal ConnectionOptions Options { get; }

    /// <summary>Reads a connection string. Unknown options are warnings, as the specification wants; contradictions are errors.</summary>
    /// <exception cref="MigrationException">It is malformed or contradicts itself (MIG1201), or asks for something that the built-in client has not (MIG1202).</exception>
    public static ConnectionString Parse(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var parts = ConnectionStringParts.Cut(connectionString);
        var hosts = HostParser.Parse(parts.Hosts, parts.MayQuoteHosts);
        var options = OptionParser.Parse(parts.Query);
        OptionRules.CheckConflicts(options, hosts.Count);
        OptionRules.RefuseUnsupported(options);
        return new ConnectionString(parts, options, SettingsReader.Read(parts, hosts, options));
    }

    /// <summary>The same as <see cref="Redacted"/>.</summary>
    public override string ToString() => Redacted;
}
