using Migrations.Bytes;

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
