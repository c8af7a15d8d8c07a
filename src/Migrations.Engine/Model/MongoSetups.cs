using System.Collections.Concurrent;
using System.Reflection;

namespace Migrations.Engine.Model;

// The application's start-up code for the driver, once for each plugin in a process: what it registers is global, and registering twice is refused by the driver.
internal static class MongoSetups
{
    private static readonly ConcurrentDictionary<Assembly, Lazy<MigrationException?>> Setups = new();

    // A setup that failed fails again for whoever comes next; half of it may be registered.
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
            return Invalid(setup, "is no class that implements IMongoSetup and has a public constructor without parameters", null);
        }

        try
        {
            ((IMongoSetup)Activator.CreateInstance(setup)!).Configure();
            return null;
        }
#pragma warning disable CA1031 // The application's code may throw anything; the name of its class is what helps.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var cause = (e as TargetInvocationException)?.InnerException ?? e;
            return Invalid(setup, $"failed: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", cause);
        }
    }

    private static MigrationException Invalid(Type setup, string fact, Exception? cause)
    {
        var place = cause is null ? null : SourcePlace.Of(cause);
        return new MigrationException(
            MigrationErrorCode.MongoSetupFailed,
            $"[assembly: MongoSetup(typeof({setup.Name}))]: {setup.FullName} {fact}. Without it the classes might be mapped in another way than the application maps them, so nothing was run. Correct the class, or take the attribute away.",
            cause)
        {
            File = place?.File,
            Line = place?.Line ?? 0,
        };
    }
}
