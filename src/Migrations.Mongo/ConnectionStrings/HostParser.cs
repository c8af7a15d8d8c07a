using System.Globalization;

namespace Migrations.Mongo.ConnectionStrings;

// Hosts are quoted in messages only if the text has no '@': else they may be a part of a password that was not encoded.
internal static class HostParser
{
    public static IReadOnlyList<ServerAddress> Parse(string hosts, bool mayQuote)
    {
        if (hosts.Length == 0)
        {
            throw ConnectionStringErrors.Invalid("It names no host. Write mongodb://host:27017/database.");
        }

        return [.. hosts.Split(',').Select(h => ParseHost(h, mayQuote))];
    }

    private static ServerAddress ParseHost(string host, bool mayQuote)
    {
        var decoded = Percent.Decode(host);
        if (decoded.EndsWith(".sock", StringComparison.Ordinal) && decoded.Contains('/', StringComparison.Ordinal))
        {
            return ServerAddress.OfUnixSocket(decoded);
        }

        if (decoded.Contains('/', StringComparison.Ordinal))
        {
            throw Faulty(host, "has a slash and is no path of a socket ending in '.sock'", mayQuote);
        }

        return host.StartsWith('[') ? ParseIPv6(host, mayQuote) : ParseName(host, decoded, mayQuote);
    }

    private static ServerAddress ParseIPv6(string host, bool mayQuote)
    {
        var end = host.IndexOf(']', StringComparison.Ordinal);
        var rest = end < 0 ? "" : host[(end + 1)..];
        if (end < 2 || (rest.Length > 0 && rest[0] != ':') || !System.Net.IPAddress.TryParse(host[1..end], out _))
        {
            throw Faulty(host, "is no IPv6 address in brackets", mayQuote);
        }

        return ServerAddress.Of(host[1..end], rest.Length == 0 ? ServerAddress.DefaultPort : ParsePort(rest[1..], host, mayQuote));
    }

    private static ServerAddress ParseName(string host, string decoded, bool mayQuote)
    {
        var colon = decoded.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && decoded.IndexOf(':', colon + 1) >= 0)
        {
            throw Faulty(host, "has more than one ':' (an IPv6 address stands in brackets)", mayQuote);
        }

        var name = colon < 0 ? decoded : decoded[..colon];
        if (name.Length == 0)
        {
            throw Faulty(host, "has no name", mayQuote);
        }

        return ServerAddress.Of(name, colon < 0 ? ServerAddress.DefaultPort : ParsePort(decoded[(colon + 1)..], host, mayQuote));
    }

    private static int ParsePort(string text, string host, bool mayQuote) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw Faulty(host, "has a port that is no number from 1 to 65535", mayQuote);

    private static MigrationException Faulty(string host, string problem, bool mayQuote) => mayQuote
        ? ConnectionStringErrors.Invalid($"The host '{host}' {problem}. Correct the host.")
        : ConnectionStringErrors.Invalid($"A host {problem}. Correct the host. {ConnectionStringErrors.EncodeCredentials}");
}
