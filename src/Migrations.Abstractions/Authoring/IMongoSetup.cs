namespace Migrations;

/// <summary>
/// What the application registers with the driver when it starts: conventions, class maps, serializers, how Guids are represented. It is named by <see cref="MongoSetupAttribute"/>, needs a constructor
/// without parameters, and runs once in a process, before any class of the plugin is mapped.
/// </summary>
public interface IMongoSetup
{
    /// <summary>Registers what the application's classes need.</summary>
    void Configure();
}

/// <summary>Names the class of the plugin that prepares the driver's serialization as the application does: <c>[assembly: MongoSetup(typeof(ShopSerialization))]</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class MongoSetupAttribute : Attribute
{
    /// <summary>Names the class.</summary>
    /// <param name="setup">A class that implements <see cref="IMongoSetup"/>.</param>
    public MongoSetupAttribute(Type setup) => Setup = setup;

    /// <summary>The class.</summary>
    public Type Setup { get; }
}
