namespace Migrations.LocalServer;

/// <summary>How the background server is to be started.</summary>
internal sealed record BackgroundOptions
{
    /// <summary>The folder of the data; null, the default, for the user's own one, which stays between runs.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The port on the loopback address; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How durable the data are if the machine goes down; <see cref="Durability.Relaxed"/> by default.</summary>
    public Durability Durability { get; init; }

    /// <summary>After how long without a client the server stops; 30 minutes by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
