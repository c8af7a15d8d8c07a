namespace Migrations;

/// <summary>
/// Creates the services that the constructors of migrations take. It is named by <see cref="MigrationServicesAttribute"/>, needs a constructor without parameters, and is asked once in a process, before
/// the first migration with such a constructor is created. <c>MigrationStartup</c> of the package Migrations.DependencyInjection implements it with <c>IServiceCollection</c>.
/// </summary>
public interface IMigrationServices
{
    /// <summary>Creates the services. They are disposed when the command ends, if they can be.</summary>
    IServiceProvider Create();
}

/// <summary>Names the class of the plugin that creates what migrations' constructors take: <c>[assembly: MigrationServices(typeof(ShopServices))]</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class MigrationServicesAttribute : Attribute
{
    /// <summary>Names the class.</summary>
    /// <param name="services">A class that implements <see cref="IMigrationServices"/>.</param>
    public MigrationServicesAttribute(Type services) => Services = services;

    /// <summary>The class.</summary>
    public Type Services { get; }
}
