namespace Migrations.Engine.Enlisting;

internal enum CallKind
{
    // Returns a name or a setting, without a server.
    Value,

    // Returns a client, database, collection, index manager or session, which is wrapped in turn.
    Enlisted,

    // In the step's session.
    Read,

    // In the step's session.
    Write,

    // Depends on the command's name.
    Command,

    // Outside the session, through the gate for changes of collections and indexes.
    Schema,

    // Outside the session: no transaction covers what it reads.
    Outside,

    // Outside the session, and the product's own collections are left out.
    Listing,

    // Does nothing: what would be disposed of belongs to the run.
    Ignored,

    Refused,
}
