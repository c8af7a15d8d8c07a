using Migrations.LocalServer.Provisioning;

namespace Migrations.LocalServer.Background;

// The file locations of a user's background server.
internal sealed record BackgroundFiles(string Folder)
{
    public string State => Path.Combine(Folder, "default.json");

    public string Log => Path.Combine(Folder, "default.log");

    public string Lock => Path.Combine(Folder, "default.lock");

    public string Data => Path.Combine(Folder, $"data-{RuntimeTree.PostgresMajor}");

    public string Programs => Path.Combine(Folder, "programs");

    public static BackgroundFiles FromEnvironment() => new(ServerDirectories.FromEnvironment().State);
}
