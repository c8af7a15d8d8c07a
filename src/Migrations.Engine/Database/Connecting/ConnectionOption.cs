namespace Migrations.Engine.Database.Connecting;

internal readonly record struct ConnectionOption(string Name, string Value)
{
    public static ConnectionOption Read(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new ConnectionOption(pair, "") : new ConnectionOption(pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
    }

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
