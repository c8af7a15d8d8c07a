using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Bytes;
using Migrations.Expressions;

namespace Migrations;

/// <summary>
/// Makes documents from documents: each one read from <see cref="DocumentMigration.Collection"/> becomes none, one or many documents of <see cref="Target"/> or any other collection,
/// or a part of one that several share. Implement <see cref="IReversibleEmit"/> to let it be rolled back.
/// </summary>
public abstract class EmitMigration : DocumentMigration
{
    /// <summary>The collection that documents are emitted into, unless another is named; the one that the way back reads.</summary>
    public abstract string Target { get; }

    /// <summary>Not used by this kind: what is emitted is not migrated again.</summary>
    public sealed override bool IsConvergent => false;

    /// <summary>Not used by this kind: it writes to several collections. Set their validators in a free-form migration.</summary>
    public sealed override FilterDefinition<BsonDocument> Validator => FilterDefinition<BsonDocument>.Empty;

    /// <summary>Reads a document and says what becomes of it. Called once for each document, in a batch that may be repeated after a transient error or a crash.</summary>
    public abstract void Up(RawDocument source, DocumentEmitter emit);
}

/// <summary>Makes documents from documents that are read as a class. What the class does not declare is not carried over.</summary>
/// <typeparam name="TIn">The document that is read; only what the migration needs must be declared.</typeparam>
public abstract class EmitMigration<TIn> : EmitMigration
    where TIn : class
{
    /// <summary>Which documents are read upward: builders of <typeparamref name="TIn"/>, a lambda (<c>Builders&lt;TIn&gt;.Filter.Where(...)</c>), a document, or text as in the shell. Default: all.</summary>
    public new virtual FilterDefinition<TIn> Filter => FilterDefinition<TIn>.Empty;

    /// <inheritdoc />
    public sealed override void Up(RawDocument source, DocumentEmitter emit) => Up(emit.Read<TIn>(source), emit);

    /// <summary>Reads a document and says what becomes of it. Called once for each document, in a batch that may be repeated after a transient error or a crash.</summary>
    public abstract void Up(TIn source, DocumentEmitter emit);

    private protected sealed override BsonDocument RenderFilter() => Filter.ToDocument();
}

/// <summary>An emitting migration that can be rolled back.</summary>
public interface IReversibleEmit
{
    /// <summary>Undoes <see cref="EmitMigration.Up"/>: reads a document of <see cref="EmitMigration.Target"/> and emits into <see cref="DocumentMigration.Collection"/>.</summary>
    void Down(RawDocument source, DocumentEmitter emit);
}

/// <summary>An emitting migration whose way back reads documents as a class.</summary>
/// <typeparam name="TOut">The document that is read on the way back.</typeparam>
public interface IReversibleEmit<in TOut> : IReversibleEmit
    where TOut : class
{
    /// <summary>Undoes <see cref="EmitMigration{TIn}.Up(TIn, DocumentEmitter)"/>: reads a document of <see cref="EmitMigration.Target"/> and emits into <see cref="DocumentMigration.Collection"/>.</summary>
    void Down(TOut source, DocumentEmitter emit);

    /// <inheritdoc />
    void IReversibleEmit.Down(RawDocument source, DocumentEmitter emit) => Down(emit.Read<TOut>(source), emit);
}
