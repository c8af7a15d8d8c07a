using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Migrations;
using Migrations.AspNetCore;
using Migrations.AspNetCore.Endpoints;
using Migrations.AspNetCore.Health;
using Migrations.AspNetCore.Runs;
using Migrations.AspNetCore.Startup;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds migrations to an ASP.NET Core application.</summary>
public static class MigrationsBuilderExtensions
{
    /// <summary>Checks the database when the application starts, as <see cref="MigrationsOptions.Startup"/> says. The options are those of the configuration's section <c>Migrations</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="plugin">The assembly with the migrations, for example <c>typeof(AddBaz).Assembly</c>.</param>
    public static IServiceCollection AddMigrations(this IServiceCollection services, Assembly plugin) => services.AddMigrations(plugin, _ => { });

    /// <summary>Checks the database when the application starts, as <see cref="MigrationsOptions.Startup"/> says. The options are those of the configuration's section <c>Migrations</c>, and then what <paramref name="configure"/> sets.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="plugin">The assembly with the migrations, for example <c>typeof(AddBaz).Assembly</c>.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddMigrations(this IServiceCollection services, Assembly plugin, Action<MigrationsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(configure);
        RequireFirst(services);
        services.AddOptions<MigrationsOptions>().BindConfiguration(MigrationsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).Configure(o => o.Plugin = plugin).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MigrationsOptions>, OptionsValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DatabaseAccess>();
        services.TryAddSingleton<MigrationRuns>();
        services.AddHostedService(s => s.GetRequiredService<MigrationRuns>());
        services.AddHostedService<StartupCheck>();
        return services;
    }

    // One of two plugins would be left out in silence.
    private static void RequireFirst(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(DatabaseAccess)))
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, "AddMigrations was called twice, and an application has the migrations of one assembly. The application does not start. Call it once; to have migrations of several projects, put them into one assembly as trees.");
        }
    }

    /// <summary>Adds a check that is healthy where the database is current, degraded where a run is at work or the database is ahead, and unhealthy else.</summary>
    /// <param name="health">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status where the database is pending, uninitialised or diverged, or cannot be reached; null for unhealthy.</param>
    /// <param name="tags">Tags, for example <c>ready</c>; null for none.</param>
    public static IHealthChecksBuilder AddMigrations(this IHealthChecksBuilder health, string name = "migrations", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(health);
        return health.AddCheck<SchemaHealthCheck>(name, failureStatus, tags ?? []);
    }

    /// <summary>Maps the endpoint that shows the state of the database and runs migrations. Requests must be authorised: by the default policy, or by those that are added to what is returned.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route, for example <c>/migrate</c>.</param>
    /// <exception cref="MigrationException">The application has no authorisation (MIG1033).</exception>
    public static IEndpointConventionBuilder MapMigrations(this IEndpointRouteBuilder endpoints, string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.ServiceProvider.GetService<IAuthorizationService>() is null
            ? throw new MigrationException(
                MigrationErrorCode.AuthorizationMissing,
                $"MapMigrations(\"{pattern}\") needs authorisation, and the application has none. Everybody who reaches it could change the data, so it does not start. Add authentication and authorisation (builder.Services.AddAuthorization()), or say that nobody has to log in: MapMigrationsWithoutAuthorization(\"{pattern}\").")
            : MigrationEndpoints.Map(endpoints, pattern).RequireAuthorization();
    }

    /// <summary>The same for everybody who reaches it: only where the network keeps others away.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route, for example <c>/migrate</c>.</param>
    public static IEndpointConventionBuilder MapMigrationsWithoutAuthorization(this IEndpointRouteBuilder endpoints, string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return MigrationEndpoints.Map(endpoints, pattern).AllowAnonymous();
    }
}
