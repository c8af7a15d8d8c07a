namespace Migrations.LocalServer.Provisioning;

internal sealed record LockedPackage(string Name, string Version, long Size, string Sha256, string PoolPath)
{
    public string FileName => PoolPath[(PoolPath.LastIndexOf('/') + 1)..];
}
