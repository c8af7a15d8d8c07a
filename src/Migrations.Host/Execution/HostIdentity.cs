using System.Reflection;
using Migrations.Engine.Storage;

namespace Migrations.Host.Execution;

internal static class HostIdentity
{
    // The part after '+' is the source revision that the SDK adds.
    public static string Version { get; } = typeof(HostIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static RunOrigin Create() => RunOrigin.Create($"migrations {Version}");
}
