using Migrations.Bson;

namespace Migrations;

/// <summary>What a migration is given: the database, its own identity, and a way to say what it did.</summary>
public sealed class MigrationContext
{
    private readonly Action<ReportedAction> _report;

    /// <summary>Creates a context. The engine does this; a test of a migration may do it too.</summary>
    /// <param name="database">The database that is migrated.</param>
    /// <param name="migration">Which migration runs.</param>
    /// <param name="direction">Upward or downward.</param>
    /// <param name="report">Receives every reported action.</param>
    public MigrationContext(MigrationDatabase database, MigrationIdentity migration, MigrationDirection direction, Action<ReportedAction> report)
    {
        Database = database;
        Migration = migration;
        Direction = direction;
        _report = report;
    }

    /// <summary>The database that is migrated.</summary>
    public MigrationDatabase Database { get; }

    /// <summary>Which migration runs.</summary>
    public MigrationIdentity Migration { get; }

    /// <summary>Upward or downward.</summary>
    public MigrationDirection Direction { get; }

    /// <summary>A collection of the database.</summary>
    public MigrationCollection GetCollection(string name) => Database.GetCollection(name);

    /// <summary>Says what was done, for the run's report and the journal.</summary>
    /// <param name="description">One line for people, for example <c>Pin 12 references to their refcode</c>.</param>
    /// <param name="collection">The collection it happened in, if any.</param>
    /// <param name="kind">What kind of change it was.</param>
    /// <param name="details">Facts for programs, if any.</param>
    public void Report(string description, string? collection = null, ActionKind kind = ActionKind.Update, BsonDocument? details = null) =>
        _report(new ReportedAction { Description = description, Collection = collection, Kind = kind, Details = details });
}
