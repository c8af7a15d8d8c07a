using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>
/// Migrates documents on the server by steps that are named: rename, default, convert, split and so on. The engine writes the update, the filter that leaves out what is migrated, and the way back:
/// the migration can be rolled back when every step has an inverse. Needs MongoDB 5.0 or newer.
/// </summary>
public abstract class FieldMigration : DocumentMigration
{
    /// <summary>Which documents the steps are for. Default: all. What a step no longer applies to is left out by itself; only <see cref="FieldSteps.Recompute"/> needs a filter that leaves out what is migrated.</summary>
    public override FilterDefinition<BsonDocument> Filter => FilterDefinition<BsonDocument>.Empty;

    /// <summary>Which documents the way back is for. Default: those of <see cref="Filter"/>; override it if a step changes a field that it uses.</summary>
    public override FilterDefinition<BsonDocument> DownFilter => Filter;

    /// <summary>Names the steps, in the order in which they are taken.</summary>
    /// <remarks>It must be a pure declaration: it is called without a database, at any time, in both directions, and must say the same each time.</remarks>
    public abstract void Define(FieldSteps steps);
}
