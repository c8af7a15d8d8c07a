using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>What a migration works with: the database, its own identity, and a way to report what it did.</summary>
public sealed class MigrationContext
{
    private readonly Action<ReportedAction> _report;

    /// <summary>Creates a context. The engine does this; a test of a migration may do it too.</summary>
    /// <param name="database">The database that is migrated.</param>
    /// <param name="migration">Which migration runs.</param>
    /// <param name="direction">Upward or downward.</param>
    /// <param name="report">Receives every reported action.</param>
    /// <param name="options">The values of the migration's options. Default: none.</param>
    /// <param name="session">The session of the step, or null. Default: none.</param>
    public MigrationContext(IMongoDatabase database, MigrationIdentity migration, MigrationDirection direction, Action<ReportedAction> report, IReadOnlyDictionary<string, string>? options = null, IClientSessionHandle? session = null)
    {
        Session = session;
        Options = options ?? new Dictionary<string, string>(StringComparer.Ordinal);
        Database = database;
        Migration = migration;
        Direction = direction;
        _report = report;
    }

    /// <summary>
    /// The database that is migrated. Whatever is called on it runs in the session and transaction of the step, whether or not a session is given, and so does code of the application
    /// that it is handed to. What cannot is refused, with a message that says what to do instead.
    /// </summary>
    public IMongoDatabase Database { get; }

    /// <summary>The session of the step, for code that asks for one; null if the step runs without transactions. The engine begins and ends its transaction.</summary>
    public IClientSessionHandle? Session { get; }

    /// <summary>Which migration runs.</summary>
    public MigrationIdentity Migration { get; }

    /// <summary>Upward or downward.</summary>
    public MigrationDirection Direction { get; }

    /// <summary>The values of the options that the migration declares (<see cref="MigrationOptionAttribute"/>): given ones and defaults.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>The value of an option, or null if it was not given and has no default.</summary>
    public string? GetOption(string name) => Options.TryGetValue(name, out var value) ? value : null;

    /// <summary>The value of an option that is needed now.</summary>
    /// <exception cref="MigrationException">It was not given (MIG1418).</exception>
    public string RequireOption(string name) => GetOption(name) ?? throw new MigrationException(
        MigrationErrorCode.OptionMissing,
        $"Migration {Migration} '{Migration.Title}' needs the option '{name}', which was not given. Give it: '--option {name}=VALUE'.");

    /// <summary>A collection of the database, its documents as they are.</summary>
    public IMongoCollection<BsonDocument> GetCollection(string name) => GetCollection<BsonDocument>(name);

    /// <summary>A collection of the database, its documents as a class.</summary>
    /// <typeparam name="T">The class of its documents.</typeparam>
    public IMongoCollection<T> GetCollection<T>(string name) => Database.GetCollection<T>(name);

    /// <summary>Says what was done, for the run's report and the journal.</summary>
    /// <param name="description">One line for people, for example <c>Pin 12 references to their refcode</c>.</param>
    /// <param name="collection">The collection it happened in, if any.</param>
    /// <param name="kind">What kind of change it was.</param>
    /// <param name="details">Facts for programs, if any.</param>
    public void Report(string description, string? collection = null, ActionKind kind = ActionKind.Update, BsonDocument? details = null) =>
        _report(new ReportedAction { Description = description, Collection = collection, Kind = kind, Details = details });
}

/// <summary>The way a migration is taken.</summary>
public enum MigrationDirection
{
    /// <summary>Upward, to the newer schema.</summary>
    Up,

    /// <summary>Downward, back to the older schema.</summary>
    Down,
}

/// <summary>Something a migration says it did.</summary>
public sealed record ReportedAction
{
    /// <summary>One line that describes it.</summary>
    public required string Description { get; init; }

    /// <summary>The collection it happened in, or null.</summary>
    public string? Collection { get; init; }

    /// <summary>What kind of change it was.</summary>
    public ActionKind Kind { get; init; }

    /// <summary>Facts for programs, or null.</summary>
    public BsonDocument? Details { get; init; }
}

/// <summary>What kind of change a reported action is.</summary>
public enum ActionKind
{
    /// <summary>Documents were changed.</summary>
    Update,

    /// <summary>Documents were added.</summary>
    Insert,

    /// <summary>Documents were removed.</summary>
    Delete,

    /// <summary>Collections, indexes or validators were changed.</summary>
    Schema,

    /// <summary>Nothing was changed; something is worth knowing.</summary>
    Note,
}
