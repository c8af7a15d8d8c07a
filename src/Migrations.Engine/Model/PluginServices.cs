using System.Collections.Concurrent;
using System.Reflection;

namespace Migrations.Engine.Model;

// What the constructors of a plugin's migrations take: created once in a process, when the first migration asks, or given by the application that the plugin is part of.
internal static class PluginServices
{
    private static readonly ConcurrentDictionary<Assembly, Lazy<IServiceProvider>> Providers = new();

    // The application's own, whatever the plugin declares.
    public static void Use(Assembly plugin, IServiceProvider services) => Providers[plugin] = new Lazy<IServiceProvider>(services);

    // Those of an application that ends, unless another one gave its own meanwhile.
    public static void Forget(Assembly plugin, IServiceProvider services)
    {
        if (Providers.TryGetValue(plugin, out var given) && given.IsValueCreated && ReferenceEquals(given.Value, services))
        {
            Providers.TryRemove(KeyValuePair.Create(plugin, given));
        }
    }

    public static bool AreKnown(Assembly plugin) => Providers.ContainsKey(plugin) || plugin.IsDefined(typeof(MigrationServicesAttribute));

    public static MigrationBody CreateBody(Type type)
    {
        var constructor = ConstructorOf(type)!;
        return (MigrationBody)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. constructor.GetParameters().Select(p => Resolve(type, p))], null);
    }

    // The one without parameters, else the only one; null if that leaves a choice.
    public static ConstructorInfo? ConstructorOf(Type type) =>
        type.GetConstructor(Type.EmptyTypes) ?? (type.GetConstructors() is [var only] ? only : null);

    public static async ValueTask DisposeAsync(Assembly plugin)
    {
        if (!Providers.TryRemove(plugin, out var created) || !created.IsValueCreated)
        {
            return;
        }

        switch (created.Value)
        {
            case IAsyncDisposable services:
                await services.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable services:
                services.Dispose();
                break;
        }
    }

    private static object? Resolve(Type type, ParameterInfo parameter)
    {
        var plugin = type.Assembly;
        var services = Providers.GetOrAdd(plugin, static p => new Lazy<IServiceProvider>(() => Create(p))).Value;
        try
        {
            return services.GetService(parameter.ParameterType) ?? (parameter.HasDefaultValue ? parameter.DefaultValue : throw Unusable(plugin, $"has no service {parameter.ParameterType.FullName}, which the constructor of {type.FullName} takes as '{parameter.Name}'", null));
        }
        catch (Exception e) when (e is not MigrationException)
        {
            throw Unusable(plugin, $"failed to create {parameter.ParameterType.FullName} for the constructor of {type.FullName}: {Cause(e)}", e);
        }
    }

    private static IServiceProvider Create(Assembly plugin)
    {
        var type = plugin.GetCustomAttribute<MigrationServicesAttribute>()!.Services;
        if (!typeof(IMigrationServices).IsAssignableFrom(type) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw Unusable(plugin, "is not a class that implements IMigrationServices and has a public constructor without parameters", null);
        }

        try
        {
            return ((IMigrationServices)Activator.CreateInstance(type)!).Create() ?? throw Unusable(plugin, "returned null", null);
        }
        catch (Exception e) when (e is not MigrationException)
        {
            throw Unusable(plugin, $"failed: {Cause(e)}", e);
        }
    }

    private static string Cause(Exception e)
    {
        var cause = (e as TargetInvocationException)?.InnerException ?? e;
        return $"{cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}";
    }

    private static MigrationException Unusable(Assembly plugin, string fact, Exception? cause)
    {
        // Code of packages has places, too, but they are of no use to the author.
        var place = cause is null ? null : FailureLocation.Of((cause as TargetInvocationException)?.InnerException ?? cause, plugin);
        var name = plugin.GetCustomAttribute<MigrationServicesAttribute>()?.Services.FullName ?? "The application";
        return new MigrationException(MigrationErrorCode.ServicesUnusable, $"{name} {fact}. The migration was not created, and nothing was written by it. Correct the services of the plugin.", cause)
        {
            File = place?.File,
            Line = place?.Line ?? 0,
        };
    }
}
