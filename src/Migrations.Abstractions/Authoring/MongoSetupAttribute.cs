namespace Migrations;

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
