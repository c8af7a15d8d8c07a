using System.Reflection;
using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Host.Execution;

internal static class HostIdentity
{
    // The part after '+' is the source revision that the SDK adds.
    public static string Version { get; } = typeof(HostIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static RunOrigin Create() => new()
    {
        Run = ObjectId.GenerateNewId().ToString(),
        User = UserName(),
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Product = $"migrations {Version}",
    };

    // An image may have no list of users.
    private static string UserName()
    {
        try
        {
            return Environment.UserName;
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
