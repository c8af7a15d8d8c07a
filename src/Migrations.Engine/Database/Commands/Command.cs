using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Database.Commands;

// One database command: where it goes, its body, and what kind it is.
internal sealed record Command
{
    public Command(string database, RawDocument body)
    {
        Database = database;
        Body = body;
    }

    // The database it runs in, sent as $db.
    public string Database { get; init; }

    // The body without $db, session and transaction fields, which the channel appends.
    public RawDocument Body { get; init; }

    // What may be done with it: retried, sent elsewhere. Never read out of the body. Default: Admin.
    public CommandKind Kind { get; init; } = CommandKind.Admin;

    // Documents that travel outside the body (OP_MSG kind 1), or null.
    public DocumentSequence? Sequence { get; init; }

    // Time allowed for each attempt, sent as maxTimeMS; null for no limit.
    public TimeSpan? Timeout { get; init; }

    // Of updates and deletes outside of transactions: whether the reply shall say in 'found' which statements (by index) found their document. A server before MongoDB 8 cannot, and its reply has no such field.
    public bool TellsEach { get; init; }
}

// What a command does, which decides how it may be retried.
internal enum CommandKind
{
    // Reads only: retried once on a retryable error outside a transaction.
    Read,

    // Insert, update of one, delete of one, findAndModify: gets a transaction number and is retried once.
    RetryableWrite,

    // A write that must not be repeated blindly (multi updates and deletes): never retried.
    Write,

    // Anything else, DDL included: sent to the primary, never retried.
    Admin,
}

// Whole BSON documents one after the other, sent as an OP_MSG section of kind 1.
internal sealed record DocumentSequence
{
    // Creates a sequence, for example documents of an insert or updates of an update.
    public DocumentSequence(string identifier, ReadOnlyMemory<byte> documents, int count)
    {
        Identifier = identifier;
        Documents = documents;
        Count = count;
    }

    // The name of the command's array that the sequence stands for.
    public string Identifier { get; }

    // The concatenated documents.
    public ReadOnlyMemory<byte> Documents { get; }

    // How many documents there are.
    public int Count { get; }
}

// A reply and the buffer it lives in. Disposing releases the buffer; the document must not be used afterwards.
internal sealed class CommandReply : IDisposable
{
    private IDisposable? _owner;

    // Creates a reply over a document; the owner, if any, is disposed with it.
    public CommandReply(RawDocument document, IDisposable? owner = null)
    {
        Document = document;
        _owner = owner;
    }

    // The reply's document.
    public RawDocument Document { get; }

    // A copy of the document that outlives the reply.
    public BsonDocument ToBsonDocument() => new RawDocument(Document.Bytes.ToArray()).ToBsonDocument();

    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Dispose();
}
