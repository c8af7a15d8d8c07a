namespace Migrations.LocalServer;

/// <summary>A local server that runs in the background.</summary>
internal sealed record LocalServerStatus
{
    /// <summary>The connection string for clients.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The server's process; 0 when it is a container.</summary>
    public int ProcessId { get; init; }

    /// <summary>The port on the loopback address.</summary>
    public int Port { get; init; }

    /// <summary>The folder of the data; empty when it is a container.</summary>
    public string DataDirectory { get; init; } = "";
}
