using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Migrations.Bytes;
using Migrations.Expressions;
using MongoDB.Bson;
using MongoDB.Driver;

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

/// <summary>A document that a migration inserts.</summary>
public sealed record EmittedDocument
{
    internal EmittedDocument(string collection, BsonValue id, RawDocument document)
    {
        Collection = collection;
        Id = id;
        Document = document;
    }

    /// <summary>The collection it goes into.</summary>
    public string Collection { get; }

    /// <summary>Its <c>_id</c>, given or derived.</summary>
    public BsonValue Id { get; }

    /// <summary>The document, with its <c>_id</c>.</summary>
    public RawDocument Document { get; init; }
}

/// <summary>An update of a document that several documents share.</summary>
public sealed record EmittedUpdate
{
    internal EmittedUpdate(string collection, BsonValue id, BsonValue update)
    {
        Collection = collection;
        Id = id;
        Update = update;
    }

    /// <summary>The collection it is made in.</summary>
    public string Collection { get; }

    /// <summary>The <c>_id</c> of the document.</summary>
    public BsonValue Id { get; }

    /// <summary>Update operators, or a pipeline.</summary>
    public BsonValue Update { get; }
}

// The _id of a document that has none of its own: the same whenever the same migration emits the same document. An ObjectId keeps the time of the one it comes from, and so its place in the index.
internal static class DerivedId
{
    private const int TimeBytes = 4;
    private const int UuidLength = 16;
    private const byte OldUuid = 3;
    private const byte Uuid = 4;

    public static BsonObjectId Of(string space, RawDocument source, int ordinal)
    {
        var hash = Hash(space, source, ordinal);
        if (source.TryGetValue("_id"u8, out var id) && id.Type == BsonType.ObjectId)
        {
            id.Bytes.Span[..TimeBytes].CopyTo(hash);
        }

        return new BsonObjectId(new ObjectId(hash[..12]));
    }

    // Null when the document has an _id. The default value of the class's type does not count as one; the derived id has that type.
    public static BsonValue? Replacement(RawValue id, string space, RawDocument source, int ordinal) => id.Type switch
    {
        BsonType.Null => Of(space, source, ordinal),
        BsonType.ObjectId when IsZero(id.Bytes.Span) => Of(space, source, ordinal),
        BsonType.Binary when id.BinarySubType is Uuid or OldUuid && id.AsBinary.Length == UuidLength && IsZero(id.AsBinary) => new BsonBinaryData(UuidOf(Hash(space, source, ordinal)), (BsonBinarySubType)id.BinarySubType),
        _ => null,
    };

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    // Version 8: vendor-specific.
    private static byte[] UuidOf(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return hash[..UuidLength];
    }

    private static byte[] Hash(string space, RawDocument source, int ordinal)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(space));
        hash.AppendData([0]);
        if (source.TryGetValue("_id"u8, out var id))
        {
            hash.AppendData([(byte)id.Type]);
            hash.AppendData(id.Bytes.Span);
        }

        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, ordinal);
        hash.AppendData(number);
        return hash.GetHashAndReset();
    }
}
