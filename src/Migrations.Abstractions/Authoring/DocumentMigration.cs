using Migrations.Expressions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>The base class of document migrations: names the collection, and which of its documents are migrated.</summary>
public abstract class DocumentMigration : MigrationBody
{
    private protected DocumentMigration()
    {
    }

    /// <summary>The collection whose documents are migrated one by one.</summary>
    public abstract string Collection { get; }

    /// <summary>
    /// Whether the collection may be missing in a database that has others. A plan warns of such a collection, and <c>verify</c>, as well as every command with <c>CI=true</c>, treats it as a
    /// fault, because a misspelt name migrates nothing and counts as applied (MIG1705). Default: false.
    /// </summary>
    public virtual bool MayBeMissing => false;

    /// <summary>Which documents are migrated upward. Default: all.</summary>
    public virtual FilterDefinition<BsonDocument> Filter => FilterDefinition<BsonDocument>.Empty;

    /// <summary>Which documents are migrated downward. Default: all.</summary>
    public virtual FilterDefinition<BsonDocument> DownFilter => FilterDefinition<BsonDocument>.Empty;

    /// <summary>
    /// Whether migrating a migrated document once more leaves it as it is. It decides the case in which, without transactions, a crash and another writer affected the same document;
    /// and with a <see cref="Filter"/> that leaves out migrated documents, what others write meanwhile is caught up at the end, until nothing is left. Default: false.
    /// </summary>
    public virtual bool IsConvergent => false;

    /// <summary>
    /// What every document of the collection must fulfil once the migration is applied, for example a <c>$jsonSchema</c>: the collection's validator is set to it at the end, next to
    /// rules of others, so that the server refuses to write the old shape. It replaces the validator of the previous migration. Default: none, and validators stay as they are.
    /// </summary>
    public virtual FilterDefinition<BsonDocument> Validator => FilterDefinition<BsonDocument>.Empty;

    /// <summary>The filter of a direction, as the server takes it. Typed migrations have filters of their classes, rendered as the driver stores them.</summary>
    /// <exception cref="MigrationException">It cannot be read (MIG1291).</exception>
    public BsonDocument RenderFilter(MigrationDirection direction) => direction == MigrationDirection.Up ? RenderFilter() : RenderDownFilter();

    private protected virtual BsonDocument RenderFilter() => Filter.ToDocument();

    private protected virtual BsonDocument RenderDownFilter() => DownFilter.ToDocument();
}

/// <summary>
/// Migrates documents one by one between two types. Members that both types have are copied before <see cref="Up"/> runs, a member only the old type has is removed,
/// and everything that neither type declares stays as it is, byte for byte. Only the difference is written.
/// </summary>
/// <typeparam name="TIn">The document before; only what the migration needs must be declared.</typeparam>
/// <typeparam name="TOut">The document after; needs a constructor without parameters.</typeparam>
public abstract class DocumentMigration<TIn, TOut> : DocumentMigration
    where TIn : class
    where TOut : class
{
    /// <summary>Which documents are migrated upward: builders of <typeparamref name="TIn"/>, a lambda (<c>Builders&lt;TIn&gt;.Filter.Where(...)</c>), a document, or text as in the shell. Default: all.</summary>
    public new virtual FilterDefinition<TIn> Filter => FilterDefinition<TIn>.Empty;

    /// <summary>Which documents are migrated downward, by the class that they have then. Default: all.</summary>
    public new virtual FilterDefinition<TOut> DownFilter => FilterDefinition<TOut>.Empty;

    /// <summary>Fills the new document from the old one. Called once for each document, in a batch that may be repeated after a transient error.</summary>
    public abstract void Up(TIn input, TOut output);

    private protected sealed override BsonDocument RenderFilter() => Filter.ToDocument();

    private protected sealed override BsonDocument RenderDownFilter() => DownFilter.ToDocument();
}

/// <summary>
/// Migrates documents one by one whose shape stays the same: the class is the same before and after. What <see cref="Up(T)"/> changes is written; everything that the class does not declare stays as it
/// is, byte for byte. Implement <see cref="IReversible{T}"/> to let it be rolled back.
/// </summary>
/// <typeparam name="T">The document; only what the migration needs must be declared.</typeparam>
public abstract class DocumentMigration<T> : DocumentMigration<T, T>
    where T : class
{
    /// <inheritdoc />
    public sealed override void Up(T input, T output) => Up(output);

    /// <summary>Changes the document. Called once for each, in a batch that may be repeated after a transient error.</summary>
    public abstract void Up(T document);
}

/// <summary>
/// On a typed migration: which element of a list, after its code has run, is which of the stored ones, so that what the classes do not declare stays with it. Needed only where the code makes
/// new elements and nothing in them tells which is which: <c>[MatchElements("Lines", Key = "Sku")]</c>, or <c>[MatchElements("Lines")]</c> where each stays in its place.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MatchElementsAttribute : Attribute
{
    /// <summary>Names the list.</summary>
    /// <param name="path">The names of the fields down to it, as they are stored, with dots; without positions in lists and keys of dictionaries.</param>
    public MatchElementsAttribute(string path) => Path = path;

    /// <summary>The names of the fields down to the list.</summary>
    public string Path { get; }

    /// <summary>The field of the elements, as it is stored, that tells them apart. Default: none; elements are matched by position, and elements that were removed were the last ones.</summary>
    public string? Key { get; set; }
}
