using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>
/// The version of a tree that an application was written for, declared by the application itself. It is kept in <c>_migrations.components</c> and must agree with the tree's head:
/// every command of the tool checks it first. An application on another driver writes the same document: <c>{ _id: tree, line, version }</c>.
/// </summary>
public sealed record SchemaComponent
{
    /// <summary>Names a tree, a line of it or null, and a SemVer 2 version.</summary>
    public SchemaComponent(string tree, string? line, string version)
    {
        Tree = tree;
        Line = line;
        Version = version;
    }

    /// <summary>The tree.</summary>
    public string Tree { get; }

    /// <summary>The line of the tree, or null.</summary>
    public string? Line { get; }

    /// <summary>The version.</summary>
    public string Version { get; }

    /// <summary>Writes the declaration into a database; an earlier one of the tree is replaced.</summary>
    /// <param name="database">The database of the application.</param>
    /// <param name="statePrefix">The prefix of the state collections. Default: <c>_migrations</c>.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task DeclareAsync(IMongoDatabase database, string statePrefix = "_migrations", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        BsonValue line = Line is null ? BsonNull.Value : Line;
        await database.GetCollection<BsonDocument>(statePrefix + ".components").UpdateOneAsync(
            Builders<BsonDocument>.Filter.Eq("_id", Tree),
            Builders<BsonDocument>.Update.Set("line", line).Set("version", Version),
            new UpdateOptions { IsUpsert = true },
            cancellationToken).ConfigureAwait(false);
    }
}
