using System.Reflection;

namespace Migrations.Engine.Model;

/// <summary>All migrations of a plugin, checked and in the order of their ids.</summary>
public sealed class MigrationCatalogue
{
    internal MigrationCatalogue(string name, IEnumerable<MigrationDescriptor> migrations, IEnumerable<MigrationTreeAttribute>? trees = null, string? version = null)
    {
        Name = name;
        Version = version;
        Trees = [.. trees ?? []];
        Migrations = [.. migrations.OrderBy(m => m.Id, RevisionId.Comparer).ThenBy(m => m.Tree, StringComparer.Ordinal)];
    }

    internal Assembly? Plugin { get; init; }

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

    /// <summary>Runs what the plugin prepares for the driver (<see cref="MongoSetupAttribute"/>), once in a process: to be called before a client is made, since a setup may bring a way to log in.</summary>
    /// <exception cref="MigrationException">The setup failed, or cannot be used (MIG1115).</exception>
    public void Prepare()
    {
        if (Plugin is not null)
        {
            MongoSetups.Run(Plugin);
        }
    }
}
