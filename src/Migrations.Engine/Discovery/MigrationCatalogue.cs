using System.Reflection;

namespace Migrations.Engine.Discovery;

/// <summary>All migrations of a plugin, checked and in the order of their ids.</summary>
public sealed class MigrationCatalogue
{
    internal MigrationCatalogue(string source, IEnumerable<MigrationDescriptor> migrations)
    {
        Source = source;
        Migrations = [.. migrations.OrderBy(m => m.Id, StringComparer.Ordinal).ThenBy(m => m.Tree, StringComparer.Ordinal)];
    }

    /// <summary>Name and version of the plugin.</summary>
    public string Source { get; }

    /// <summary>The migrations, oldest first.</summary>
    public IReadOnlyList<MigrationDescriptor> Migrations { get; }

    /// <summary>Reads the registry that was compiled into a plugin. Nothing of the plugin is run.</summary>
    /// <exception cref="MigrationException">The plugin's migrations are faulty; the message lists every fault (MIG1110).</exception>
    public static MigrationCatalogue Read(Assembly plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Create(NameOf(plugin), plugin.GetCustomAttributes<RegisteredMigrationAttribute>());
    }

    internal static MigrationCatalogue Create(string source, IEnumerable<RegisteredMigrationAttribute> registry)
    {
        var faults = new List<string>();
        var migrations = registry.Select(entry => DescriptorReader.Read(entry, faults)).OfType<MigrationDescriptor>().ToList();
        faults.AddRange(Duplicates(migrations));
        return faults.Count == 0
            ? new MigrationCatalogue(source, migrations)
            : throw new MigrationException(
                MigrationErrorCode.FaultyMigrations,
                $"The plugin '{source}' has {faults.Count} faulty migration(s), so nothing can be planned:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f}"))}\nCorrect them and build again.");
    }

    private static IEnumerable<string> Duplicates(IEnumerable<MigrationDescriptor> migrations) =>
        from migration in migrations
        group migration by (migration.Tree, migration.Id) into same
        where same.Count() > 1
        select $"{same.Key.Tree}@{same.Key.Id} is declared {same.Count()} times: {string.Join(", ", same.Select(m => $"{m.File}({m.Line})"))}. An id is unique within its tree.";

    private static string NameOf(Assembly plugin) => $"{plugin.GetName().Name} {plugin.GetName().Version}";
}
