using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>Something that must be true before a migration runs upward. Derive from it for conditions of your own.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class PreconditionAttribute : Attribute
{
    /// <summary>Whether <c>--force</c> skips it, which is journaled. Default: false.</summary>
    public bool IsSkippable { get; set; }

    /// <summary>Whether it is checked before the first migration of the run, on the data as they are then. Default: false, just before its own migration.</summary>
    public bool IsStatic { get; set; }

    /// <summary>What it requires, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>Checks the data; returns null if they fit, otherwise what does not. It only reads: a write is refused.</summary>
    public abstract Task<string?> FindFaultAsync(IMongoDatabase database, CancellationToken cancellationToken);
}

/// <summary>Requires that a collection has no documents of a kind.</summary>
public sealed class NoDocumentsInAttribute : PreconditionAttribute
{
    /// <summary>Names the collection and the documents that must not be there.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="filter">A filter as in the shell, <c>{ name: value }</c>. Default: any document.</param>
    public NoDocumentsInAttribute(string collection, [System.Diagnostics.CodeAnalysis.StringSyntax("json")] string filter = "{}")
    {
        Collection = collection;
        Filter = filter;
    }

    /// <summary>The collection.</summary>
    public string Collection { get; }

    /// <summary>The filter of the documents that must not be there.</summary>
    public string Filter { get; }

    /// <inheritdoc />
    public override string Description => Filter == "{}" ? $"No documents in '{Collection}'" : $"No documents in '{Collection}' that match {Filter}";

    /// <inheritdoc />
    public override async Task<string?> FindFaultAsync(IMongoDatabase database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        var count = await database.GetCollection<BsonDocument>(Collection).CountDocumentsAsync(Filter, cancellationToken: cancellationToken).ConfigureAwait(false);
        return count == 0 ? null : $"there are {count}";
    }
}
