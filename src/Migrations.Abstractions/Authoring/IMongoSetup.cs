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
