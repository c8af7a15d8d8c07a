namespace Migrations.Mongo.ConnectionStrings;

internal static class Redaction
{
    private const string Mask = "***";

    public static string Print(ConnectionStringParts parts, IReadOnlyList<ServerAddress> hosts)
    {
        var user = string.IsNullOrEmpty(parts.UserName) ? "" : $"{Uri.EscapeDataString(parts.UserName)}{(parts.Password is null ? "" : ":" + Mask)}@";
        var options = parts.Query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(PrintOption).ToArray();
        var tail = options.Length == 0 ? "" : "?" + string.Join('&', options);
        return $"mongodb://{user}{string.Join(',', hosts.Select(PrintHost))}/{parts.Database}{tail}";
    }

    private static string PrintHost(ServerAddress address) => address.IsUnixSocket ? Uri.EscapeDataString(address.Host) : address.ToString();

    private static string PrintOption(string pair)
    {
        var name = pair[..Math.Max(0, pair.IndexOf('=', StringComparison.Ordinal))];
        return OptionTable.Find(name) is { IsSecret: false } && !pair.Contains('@', StringComparison.Ordinal) ? pair : $"{name}={Mask}";
    }
}
