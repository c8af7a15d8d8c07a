using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Migrations;

/// <summary>
/// Creates the services that the constructors of a plugin's migrations take. Derive from it, and name the class: <c>[assembly: MigrationServices(typeof(ShopServices))]</c>.
/// There are <see cref="IConfiguration"/>, <see cref="ILogger{T}"/>, whose lines go to the output of the command, and what <see cref="ConfigureServices"/> adds.
/// </summary>
public abstract class MigrationStartup : IMigrationServices
{
    /// <inheritdoc />
    public IServiceProvider Create()
    {
        var builder = new ConfigurationBuilder();
        Configure(builder);
        var configuration = builder.Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddConfiguration(configuration).AddProvider(new StandardErrorLogging()));
        ConfigureServices(services, configuration);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    /// <summary>Names the sources of the configuration. Default: <c>appsettings.json</c> and <c>appsettings.ENVIRONMENT.json</c> beside the plugin, then the environment variables; ENVIRONMENT is the value of <c>DOTNET_ENVIRONMENT</c>, else <c>Production</c>.</summary>
    /// <param name="configuration">The sources; later ones win.</param>
    protected virtual void Configure(IConfigurationBuilder configuration) => configuration
        .SetBasePath(Folder)
        .AddJsonFile("appsettings.json", optional: true)
        .AddJsonFile($"appsettings.{Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production"}.json", optional: true)
        .AddEnvironmentVariables();

    /// <summary>Adds the services.</summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="configuration">The configuration.</param>
    protected abstract void ConfigureServices(IServiceCollection services, IConfiguration configuration);

    // In a bundle an assembly has no file: there it is the folder of the program.
    private string Folder => GetType().Assembly.Location is { Length: > 0 } file ? Path.GetDirectoryName(file)! : AppContext.BaseDirectory;
}
