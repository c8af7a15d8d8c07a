using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>
/// Migrates documents on the server: an update (an aggregation pipeline, or update operators) that runs range by range. No document leaves the server, so this is as fast as the server;
/// without transactions, documents are read and announced before they are updated, so that none is updated twice, however a run ends. Implement <see cref="IReversiblePipeline"/> to let it be rolled back.
/// </summary>
/// <remarks>A document may hold several fields with the same name. The server reads the first, and where the update writes or removes that name it does so to all of them.</remarks>
public abstract class PipelineMigration : DocumentMigration
{
    /// <summary>The update, for example <c>[{ "$set": { "baz": "$foo" } }]</c>.</summary>
    public abstract UpdateDefinition<BsonDocument> Update { get; }

    /// <summary>
    /// Which documents are migrated upward. It should leave out documents that are migrated already (for example <c>{ "baz": { "$exists": false } }</c>):
    /// at the end, what others wrote meanwhile is found by it and migrated, too. If it matches migrated documents that would change again, or is <c>{}</c>, each document is migrated once, and no others are looked for.
    /// </summary>
    public abstract override FilterDefinition<BsonDocument> Filter { get; }
}

/// <summary>A pipeline migration that can be rolled back.</summary>
public interface IReversiblePipeline
{
    /// <summary>The update that undoes <see cref="PipelineMigration.Update"/>, on the documents of <see cref="DocumentMigration.DownFilter"/>.</summary>
    UpdateDefinition<BsonDocument> DownUpdate { get; }
}
