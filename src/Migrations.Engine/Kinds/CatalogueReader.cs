using System.Reflection;
using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds;

/// <summary>Finds the migrations of a plugin.</summary>
internal static class CatalogueReader
{
    /// <summary>Reads the registry that was compiled into a plugin. Nothing of the plugin is run.</summary>
    /// <exception cref="MigrationException">The plugin's migrations are faulty; the message lists every fault (MIG1110).</exception>
    public static MigrationCatalogue Read(Assembly plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Read(plugin.GetName().Name!, plugin.GetCustomAttributes<RegisteredMigrationAttribute>(), plugin.GetCustomAttributes<MigrationTreeAttribute>(), VersionOf(plugin), plugin);
    }

    internal static MigrationCatalogue Read(string name, IEnumerable<RegisteredMigrationAttribute> registry, IEnumerable<MigrationTreeAttribute>? trees = null, string? version = null, Assembly? plugin = null)
    {
        var faults = new List<CatalogueFault>();
        var migrations = registry.Select(entry => DescriptorReader.Read(entry, faults)).OfType<MigrationDescriptor>().ToList();
        faults.AddRange(Duplicates(migrations));
        var catalogue = new MigrationCatalogue(name, migrations, trees, version) { Plugin = plugin };
        CatalogueFault.ThrowIfAny(faults, catalogue.Source);
        return catalogue;
    }

    private static IEnumerable<CatalogueFault> Duplicates(IEnumerable<MigrationDescriptor> migrations) =>
        from migration in migrations
        group migration by (migration.Tree, migration.Id) into same
        where same.Count() > 1
        select new CatalogueFault($"{same.Key.Tree}@{same.Key.Id} is declared {same.Count()} times: {string.Join(", ", same.Select(m => m.Place))}. An id is unique within its tree.");

    // The SDK appends the source revision after a '+', which is not part of the version.
    private static string? VersionOf(Assembly plugin) => plugin.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
