using System.Collections.Concurrent;
using System.Reflection;

namespace Migrations.Engine.Model;

/// <summary>All migrations of a plugin, checked and in the order of their ids.</summary>
internal sealed class MigrationCatalogue
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

    /// <summary>Runs what the plugin prepares for the driver (<see cref="MongoSetupAttribute"/>), once in a process: call it before a client is created, since a setup may register a way to log in.</summary>
    /// <exception cref="MigrationException">The setup failed, or cannot be used (MIG1115).</exception>
    public void Prepare()
    {
        if (Plugin is not null)
        {
            MongoSetups.Run(Plugin);
        }
    }

    // After the last command in the process.
    internal ValueTask DisposeServicesAsync() => Plugin is null ? ValueTask.CompletedTask : PluginServices.DisposeAsync(Plugin);
}

// The application's start-up code for the driver, once for each plugin in a process: what it registers is global, and registering twice is refused by the driver.
internal static class MongoSetups
{
    private static readonly ConcurrentDictionary<Assembly, Lazy<MigrationException?>> Setups = new();

    // For an application that has registered the same by itself.
    public static void Skip(Assembly plugin) => Setups.TryAdd(plugin, new Lazy<MigrationException?>(() => null));

    // A failed setup fails again for every later caller; half of it may be registered.
    public static void Run(Assembly plugin)
    {
        if (Setups.GetOrAdd(plugin, static p => new Lazy<MigrationException?>(() => Fault(p))).Value is { } fault)
        {
            throw new MigrationException(fault.Code, fault.Message, fault.InnerException) { File = fault.File, Line = fault.Line };
        }
    }

    private static MigrationException? Fault(Assembly plugin) => plugin.GetCustomAttribute<MongoSetupAttribute>() is { } attribute ? Run(attribute.Setup) : null;

    private static MigrationException? Run(Type setup)
    {
        if (!typeof(IMongoSetup).IsAssignableFrom(setup) || setup.IsAbstract || setup.GetConstructor(Type.EmptyTypes) is null)
        {
            return Invalid(setup, "is not a class that implements IMongoSetup and has a public constructor without parameters", null);
        }

        try
        {
            ((IMongoSetup)Activator.CreateInstance(setup)!).Configure();
            return null;
        }
#pragma warning disable CA1031 // The application's code may throw anything; the name of its class helps to find the cause.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var cause = (e as TargetInvocationException)?.InnerException ?? e;
            return Invalid(setup, $"failed: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", cause);
        }
    }

    private static MigrationException Invalid(Type setup, string fact, Exception? cause)
    {
        var place = cause is null ? null : FailureLocation.Of(cause);
        return new MigrationException(
            MigrationErrorCode.MongoSetupFailed,
            $"[assembly: MongoSetup(typeof({setup.Name}))]: {setup.FullName} {fact}. Without it the classes might be mapped differently than in the application, so nothing was run. Correct the class, or remove the attribute.",
            cause)
        {
            File = place?.File,
            Line = place?.Line ?? 0,
        };
    }
}

// Something that does not fit in a plugin, whatever database it meets: of one migration, or of several.
internal sealed record CatalogueFault(string Text, MigrationDescriptor? Migration = null)
{
    public static void ThrowIfAny(IReadOnlyList<CatalogueFault> faults, string source)
    {
        if (faults.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.FaultyMigrations,
                $"The plugin '{source}' has {faults.Count} fault(s) in its migrations, so nothing can be planned:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Text}"))}\nCorrect them and build again.").InOnly(faults.Select(f => f.Migration));
        }
    }
}
