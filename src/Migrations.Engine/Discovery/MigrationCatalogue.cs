using System.Reflection;
using Migrations.Engine.Naming;
using Migrations.Engine.Typed;

namespace Migrations.Engine.Discovery;

/// <summary>All migrations of a plugin, checked and in the order of their ids.</summary>
public sealed class MigrationCatalogue
{
    private Assembly? _plugin;

    internal MigrationCatalogue(string name, IEnumerable<MigrationDescriptor> migrations, IEnumerable<MigrationTreeAttribute>? trees = null, string? version = null)
    {
        Name = name;
        Version = version;
        Trees = [.. trees ?? []];
        Migrations = [.. migrations.OrderBy(m => m.Id, RevisionId.Comparer).ThenBy(m => m.Tree, StringComparer.Ordinal)];
    }

    /// <summary>The name of the plugin's assembly. Trees in a database belong to it.</summary>
    public string Name { get; }

    /// <summary>Name and version of the plugin.</summary>
    public string Source => Version is null ? Name : $"{Name} {Version}";

    /// <summary>The plugin's version without build metadata, or null if it has none.</summary>
    public string? Version { get; }

    /// <summary>What the plugin says of its trees.</summary>
    public IReadOnlyList<MigrationTreeAttribute> Trees { get; }

    /// <summary>The migrations, oldest first.</summary>
    public IReadOnlyList<MigrationDescriptor> Migrations { get; }

    /// <summary>Reads the registry that was compiled into a plugin. Nothing of the plugin is run.</summary>
    /// <exception cref="MigrationException">The plugin's migrations are faulty; the message lists every fault (MIG1110).</exception>
    public static MigrationCatalogue Read(Assembly plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var catalogue = Create(plugin.GetName().Name!, plugin.GetCustomAttributes<RegisteredMigrationAttribute>(), plugin.GetCustomAttributes<MigrationTreeAttribute>(), VersionOf(plugin));
        catalogue._plugin = plugin;
        return catalogue;
    }

    /// <summary>Runs what the plugin prepares for the driver (<see cref="MongoSetupAttribute"/>), once in a process: to be called before a client is made, since a setup may bring a way to log in.</summary>
    /// <exception cref="MigrationException">The setup failed, or cannot be used (MIG1115).</exception>
    public void Prepare()
    {
        if (_plugin is not null)
        {
            MongoSetups.Run(_plugin);
        }
    }

    internal static MigrationCatalogue Create(string name, IEnumerable<RegisteredMigrationAttribute> registry, IEnumerable<MigrationTreeAttribute>? trees = null, string? version = null)
    {
        var faults = new List<string>();
        var migrations = registry.Select(entry => DescriptorReader.Read(entry, faults)).OfType<MigrationDescriptor>().ToList();
        faults.AddRange(Duplicates(migrations));
        var catalogue = new MigrationCatalogue(name, migrations, trees, version);
        FaultyMigrations.ThrowOn(faults, catalogue.Source);
        return catalogue;
    }

    private static IEnumerable<string> Duplicates(IEnumerable<MigrationDescriptor> migrations) =>
        from migration in migrations
        group migration by (migration.Tree, migration.Id) into same
        where same.Count() > 1
        select $"{same.Key.Tree}@{same.Key.Id} is declared {same.Count()} times: {string.Join(", ", same.Select(m => m.Place))}. An id is unique within its tree.";

    // The SDK puts the source revision behind a '+', so it says nothing of the version.
    private static string? VersionOf(Assembly plugin) => plugin.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
