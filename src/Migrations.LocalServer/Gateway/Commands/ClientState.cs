namespace Migrations.LocalServer.Gateway.Commands;

// What is known about one client connection.
internal sealed class ClientState(int id, string peer)
{
    public int Id => id;

    public string Peer => peer;

    public string? AppName { get; set; }
}
