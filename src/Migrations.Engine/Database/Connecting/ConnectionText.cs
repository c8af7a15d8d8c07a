using System.Text.RegularExpressions;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Connecting;

// Reads a connection string. Of what cannot be read nothing is shown: where an '@' is missing or a '%' is too much, any part of it may be the password.
internal static partial class ConnectionText
{
    public static ConnectionPlan Parse(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var (url, settings) = Read(connectionString);
        if (url.W is WriteConcern.WCount { Value: 0 })
        {
            throw new MigrationException(
                MigrationErrorCode.UnsupportedConnectionOption,
                "The connection string says 'w=0': the server would not say whether a write was done, and no migration could be trusted. Nothing was done. Take 'w' out, or give 'w=majority'.");
        }

        var options = ReadOptions(connectionString);
        TlsFiles.Apply(settings, options);
        return new ConnectionPlan(settings, url.DatabaseName, HostsOf(url))
        {
            Warnings = [.. UnknownOptions(options).Distinct(StringComparer.Ordinal)],
        };
    }

    // Some values the driver judges only when it makes a client.
    public static MongoClient CreateClient(MongoClientSettings settings)
    {
        try
        {
            return OwnClient.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new MigrationException(
                MigrationErrorCode.InvalidConnectionString,
                $"The connection string cannot be used: MongoDB.Driver refuses {(e.ParamName is { } name ? $"the value of '{name}'" : "one of its values")}. Nothing was done. Correct the value, or take the option out.");
        }
    }

    private static (MongoUrl Url, MongoClientSettings Settings) Read(string text)
    {
        var shape = Shape().Match(text);
        if (!shape.Success)
        {
            throw Unreadable();
        }

        try
        {
            var url = new MongoUrl(text);
            return url.DatabaseName is { } name && name.Contains('@', StringComparison.Ordinal) ? throw Unreadable() : (url, MongoClientSettings.FromUrl(url));
        }
        catch (Exception e) when (e is MongoConfigurationException or FormatException or ArgumentException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            // What the driver says quotes the string.
            throw Unreadable();
        }
    }

    // The records in DNS say the ports of mongodb+srv.
    private static string HostsOf(MongoUrl url) => url.Scheme == MongoDB.Driver.Core.Configuration.ConnectionStringScheme.MongoDBPlusSrv
        ? url.Server.Host
        : string.Join(',', url.Servers.Select(s => s.ToString()));

    private static List<ConnectionOption> ReadOptions(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? [] : [.. text[(question + 1)..].Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries).Select(ConnectionOption.Read)];
    }

    // Behind a password an unencoded '&' makes the rest of it look like an option.
    private static IEnumerable<string> UnknownOptions(List<ConnectionOption> options)
    {
        var secret = options.FindIndex(o => KnownOptions.IsSecret(o.Name));
        return from option in options.Index()
            where !KnownOptions.Contains(option.Item.Name)
            select Unknown(secret >= 0 && option.Index > secret ? "that is not shown, because it may be the rest of a password," : OptionName().IsMatch(option.Item.Name) ? $"'{option.Item.Name}'," : "whose name is no name,");
    }

    private static string Unknown(string option) =>
        $"warning MIG{(int)MigrationErrorCode.UnknownConnectionOption:D4}: The connection string has an option {option} which MongoDB.Driver does not know. It has no effect. Correct its name, or take it out.";

    private static MigrationException Unreadable() => new(
        MigrationErrorCode.InvalidConnectionString,
        "The connection string cannot be read. Nothing was done, and none of it is shown, as any part may be the password. Write mongodb://user:password@host:port/database?option=value, with '@', ':', '/', '?', '#' and '%' in user and password percent-encoded.");

    // Hosts are names or addresses, and no '@' stands behind them: else it is a password that was not encoded.
    [GeneratedRegex(@"^mongodb(\+srv)?://([^@/?#]*@)?(\[[0-9A-Fa-f:.%]+\]|[\p{L}\p{N}._-]+)(:[0-9]{1,5})?(,(\[[0-9A-Fa-f:.%]+\]|[\p{L}\p{N}._-]+)(:[0-9]{1,5})?)*(/[^@]*|\?[^@]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex("^[A-Za-z0-9]{1,40}$")]
    private static partial Regex OptionName();
}
