namespace Migrations.Engine.Importing;

/// <summary>A migration tool whose log of applied migrations can be imported.</summary>
internal enum ForeignTool
{
    /// <summary>migrate-mongo, for Node.js.</summary>
    MigrateMongo,

    /// <summary>Mongock, for Java, and mongobee before it.</summary>
    Mongock,

    /// <summary>Flamingock, the successor of Mongock.</summary>
    Flamingock,

    /// <summary>MongoDBMigrations, for .NET.</summary>
    MongoDbMigrations,

    /// <summary>Kot.MongoDB.Migrations, for .NET.</summary>
    KotMigrations,

    /// <summary>The database migrations of Mongo.Migration, for .NET. Its document migrations have no log.</summary>
    MongoMigration,
}
