using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Model;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Storage.Environments;

// Finds out what this process works with. One command, of which the server may refuse the answer.
internal sealed class EnvironmentProbe(ICommandChannel channel, MigrationCatalogue catalogue)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>?> _packages = new(() => PluginPackages.Of(catalogue.Plugin));

    public async Task<RunEnvironment> LookAsync(ChannelInfo server, CancellationToken cancellationToken) => new()
    {
        Plugin = catalogue.Name,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Architecture = JsonNamingPolicy.CamelCase.ConvertName(RuntimeInformation.ProcessArchitecture.ToString()),
        Driver = DriverVersion,
        Server = server.ServerVersion,
        Compatibility = await ReadCompatibilityAsync(cancellationToken).ConfigureAwait(false),
        Topology = JsonNamingPolicy.CamelCase.ConvertName(server.Deployment.ToString()),
        Packages = _packages.Value,
    };

    // The part after '+' is the source revision.
    private static string DriverVersion =>
        typeof(IMongoClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? typeof(IMongoClient).Assembly.GetName().Version!.ToString(3);

    // It needs a right that a run does not need, and mongos does not know it.
    private async Task<string?> ReadCompatibilityAsync(CancellationToken cancellationToken)
    {
        const string Parameter = "featureCompatibilityVersion";
        try
        {
            using var reply = await channel.RunAsync(new Command("admin", new BsonDocument { { "getParameter", 1 }, { Parameter, 1 } }.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
            return reply.ToBsonDocument().GetValue(Parameter, BsonNull.Value) switch
            {
                BsonDocument value when value.GetValue("version", BsonNull.Value) is BsonString version => version.Value,
                BsonString version => version.Value,
                _ => null,
            };
        }
        catch (CommandException)
        {
            return null;
        }
    }
}
