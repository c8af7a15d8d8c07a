using System.Globalization;

namespace Migrations.Mongo.ConnectionStrings;

// Host names compare without case: a server that calls itself DB1 and a seed that says db1 are the same server.
internal readonly record struct ServerAddress
{
    public const int DefaultPort = 27017;

    private ServerAddress(string host, int port)
    {
        Host = host;
        Port = port;
    }

    public string Host { get; }

    // 0 for a unix domain socket.
    public int Port { get; }

    public bool IsUnixSocket => Port == 0;

    public static ServerAddress Of(string host, int port = DefaultPort) => new(host.ToLowerInvariant(), port);

    public static ServerAddress OfUnixSocket(string path) => new(path, 0);

    // As servers write addresses in hello: host:port, [ipv6]:port, or a bare host.
    public static ServerAddress Parse(string text)
    {
        if (text.EndsWith(".sock", StringComparison.Ordinal) && text.Contains('/', StringComparison.Ordinal))
        {
            return OfUnixSocket(text);
        }

        var bracket = text.LastIndexOf(']');
        var colon = text.LastIndexOf(':');
        if (colon > bracket && text.IndexOf(':', StringComparison.Ordinal) is var first && (first == colon || bracket >= 0) &&
            int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return Of(text[..colon].Trim('[', ']'), port);
        }

        return Of(text.Trim('[', ']'));
    }

    public override string ToString() =>
        IsUnixSocket ? Host : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
