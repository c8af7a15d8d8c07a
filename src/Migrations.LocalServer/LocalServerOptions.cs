namespace Migrations.LocalServer;

/// <summary>How a local server is to be started.</summary>
internal sealed record LocalServerOptions
{
    /// <summary>The folder of the data; null, the default, for data that is removed when the server stops.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The port on the loopback address; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How durable the data are if the machine goes down; <see cref="Durability.Relaxed"/> by default.</summary>
    public Durability Durability { get; init; }

    /// <summary>Receives a line for each step that takes long, such as downloading; nothing is reported by default.</summary>
    public IProgress<string>? Progress { get; init; }
}
