using System.Runtime.InteropServices;
using System.Text;
using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Handshake;

// What the server's log says about us. The server takes at most 512 bytes.
internal static class ClientMetadata
{
    private const int MaxBytes = 512;
    private const int MaxApplicationName = 128;

    public static BsonDocument Create(string? applicationName)
    {
        if (applicationName is not null && Encoding.UTF8.GetByteCount(applicationName) > MaxApplicationName)
        {
            throw ConnectionStringErrors.Invalid($"'appname' has more than {MaxApplicationName} bytes, which no server accepts. Shorten it.");
        }

        var platform = RuntimeInformation.FrameworkDescription;
        var full = Build(applicationName, OperatingSystem(isFull: true), platform);
        if (full.ToRaw().Length <= MaxBytes)
        {
            return full;
        }

        var small = Build(applicationName, OperatingSystem(isFull: false), platform);
        var excess = small.ToRaw().Length - MaxBytes;
        return excess <= 0 ? small : Build(applicationName, OperatingSystem(isFull: false), platform[..Math.Max(0, platform.Length - excess)]);
    }

    private static BsonDocument Build(string? applicationName, BsonDocument operatingSystem, string platform)
    {
        var document = new BsonDocument();
        if (applicationName is not null)
        {
            document.Add("application", new BsonDocument { { "name", applicationName } });
        }

        document.Add("driver", new BsonDocument { { "name", "migrations-dotnet" }, { "version", Version() } });
        document.Add("os", operatingSystem);
        document.Add("platform", platform);
        return document;
    }

    private static string Version() => typeof(ClientMetadata).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static BsonDocument OperatingSystem(bool isFull)
    {
        var type = System.OperatingSystem.IsWindows() ? "Windows" : System.OperatingSystem.IsMacOS() ? "Darwin" : System.OperatingSystem.IsLinux() ? "Linux" : "Unknown";
        var document = new BsonDocument { { "type", type } };
        if (isFull)
        {
            document.Add("name", RuntimeInformation.OSDescription);
            document.Add("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        }

        return document;
    }
}
