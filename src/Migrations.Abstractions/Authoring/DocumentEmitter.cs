using Migrations.Bytes;
using Migrations.Expressions;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Migrations;

/// <summary>Collects what becomes of one document: documents to insert, updates of shared ones, and whether the document itself is deleted.</summary>
public sealed class DocumentEmitter
{
    private readonly List<EmittedDocument> _inserts = [];
    private readonly List<EmittedUpdate> _merges = [];
    private readonly string _idSpace;
    private readonly IDocumentReader? _reader;
    private RawDocument _source;

    /// <summary>Creates an emitter. The engine does this; a test of a migration may do it too.</summary>
    /// <param name="target">The collection that documents go into when no other is named.</param>
    /// <param name="idSpace">Distinguishes the ids that are derived here from those of other migrations.</param>
    /// <param name="reader">Reads the documents for migrations that name a class. Default: the driver alone, for which a class must declare everything that a document has.</param>
    public DocumentEmitter(string target, string idSpace = "", IDocumentReader? reader = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        Target = target;
        _idSpace = idSpace;
        _reader = reader;
    }

    /// <summary>The collection that documents go into when no other is named.</summary>
    public string Target { get; }

    /// <summary>The documents to insert, in order, each with an <c>_id</c>.</summary>
    public IReadOnlyList<EmittedDocument> Inserts => _inserts;

    /// <summary>The updates to make, in order.</summary>
    public IReadOnlyList<EmittedUpdate> Merges => _merges;

    /// <summary>Whether the document that was read is deleted.</summary>
    public bool DeletesSource { get; private set; }

    /// <summary>Reads a document as a class.</summary>
    public T Read<T>(RawDocument document)
        where T : class => _reader is null ? DriverDocuments.Read<T>(document) : _reader.Read<T>(document);

    /// <summary>Forgets everything, and continues with the next document.</summary>
    public void Begin(RawDocument source)
    {
        _source = source;
        _inserts.Clear();
        _merges.Clear();
        DeletesSource = false;
    }

    /// <summary>
    /// Inserts a document into the target; returns its <c>_id</c>. One that has none gets an ObjectId derived from the migration, the <c>_id</c> of the document that was read, and the number
    /// of the insert, so that a batch that is repeated emits the same.
    /// </summary>
    public BsonValue Insert(BsonDocument document) => Insert(Target, document);

    /// <summary>Inserts a document into the target; returns its <c>_id</c>, derived if it has none.</summary>
    public BsonValue Insert(RawDocument document) => Insert(Target, document);

    /// <summary>Inserts the document of an object into the target; returns its <c>_id</c>. Null, an empty ObjectId and an empty Guid count as none.</summary>
    public BsonValue Insert<T>(T document)
        where T : class => Insert(Target, document);

    /// <summary>Inserts a document into a collection; returns its <c>_id</c>, derived if it has none.</summary>
    public BsonValue Insert(string collection, BsonDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Insert(collection, document.ToRaw());
    }

    /// <summary>Inserts a document into a collection; returns its <c>_id</c>, derived if it has none.</summary>
    public BsonValue Insert(string collection, RawDocument document)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        var isComplete = document.TryGetValue("_id"u8, out var given);
        var id = isComplete ? given.ToBsonValue() : DerivedId.Of(_idSpace, _source, _inserts.Count);
        _inserts.Add(new EmittedDocument(collection, id, isComplete ? document : WithId(document, id)));
        return id;
    }

    /// <summary>Inserts the document of an object into a collection; returns its <c>_id</c>. Null, an empty ObjectId and an empty Guid count as none.</summary>
    public BsonValue Insert<T>(string collection, T document)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(document);
        var serialized = DriverDocuments.Write(typeof(T), document);
        if (serialized.TryGetValue("_id"u8, out var id) && DerivedId.Replacement(id, _idSpace, _source, _inserts.Count) is { } derived)
        {
            serialized = WithId(serialized, derived);
        }

        return Insert(collection, serialized);
    }

    /// <summary>
    /// Updates the target's document of that <c>_id</c>, which several documents share, and inserts it if there is none. It is not the same when it is done twice, so the migration must say
    /// <c>Transaction = TransactionMode.Require</c>.
    /// </summary>
    /// <param name="id">The <c>_id</c> of the shared document.</param>
    /// <param name="update">Update operators, for example <c>{ "$inc": { "count": 1 } }</c>, or a pipeline.</param>
    public void Merge(BsonValue id, UpdateDefinition<BsonDocument> update) => Merge(Target, id, update);

    /// <summary>Updates a collection's document of that <c>_id</c>, which several documents share, and inserts it if there is none.</summary>
    public void Merge(string collection, BsonValue id, UpdateDefinition<BsonDocument> update)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(update);
        var value = update.ToBsonValue();
        if (value is BsonDocument operators && (operators.ElementCount == 0 || operators.Names.Any(n => !n.StartsWith('$'))))
        {
            throw new ArgumentException($"The update of {new BsonDocument("_id", id).ToText()} in '{collection}' would replace the document that others share. Use update operators, for example $inc, $push or $set.", nameof(update));
        }

        _merges.Add(new EmittedUpdate(collection, id, value));
    }

    /// <summary>Deletes the document that was read: it is moved, not copied.</summary>
    public void DeleteSource() => DeletesSource = true;

    private static RawDocument WithId(RawDocument document, BsonValue id)
    {
        using var writer = new RawWriter(document.Length + 32);
        writer.WriteStartDocument();
        writer.WriteValue("_id"u8, id);
        foreach (var element in document)
        {
            if (!element.NameUtf8.SequenceEqual("_id"u8))
            {
                writer.WriteRaw(element.NameUtf8, element.Value);
            }
        }

        writer.WriteEndDocument();
        return writer.ToRawDocument();
    }
}

/// <summary>Reads a document as a class, as the application's class maps say. The engine's reader ignores what the class does not declare.</summary>
public interface IDocumentReader
{
    /// <summary>Reads the document.</summary>
    T Read<T>(RawDocument document)
        where T : class;
}

// Objects and documents by the driver's serializers.
internal static class DriverDocuments
{
    public static RawDocument Write(Type declaredType, object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new BsonBinaryWriter(stream))
        {
            BsonSerializer.LookupSerializer(declaredType).Serialize(BsonSerializationContext.CreateRoot(writer), value);
        }

        return new RawDocument(stream.ToArray());
    }

    // A class must declare all elements, or say that it ignores others.
    public static T Read<T>(RawDocument document)
        where T : class
    {
        using var reader = new BsonBinaryReader(new ByteBufferStream(new ByteArrayBuffer(document.Bytes.ToArray(), isReadOnly: true), ownsBuffer: true));
        return BsonSerializer.LookupSerializer<T>().Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }
}
