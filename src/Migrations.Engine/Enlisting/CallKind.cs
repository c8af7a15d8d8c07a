namespace Migrations.Engine.Enlisting;

internal enum CallKind
{
    // Tells a name or a setting, and asks no server.
    Value,

    // Gives a client, database, collection, index manager or session, which takes part in its turn.
    Enlisted,

    // In the step's session.
    Read,

    // In the step's session.
    Write,

    // Depends on the command's name.
    Command,

    // Outside the session, through the gate for changes of collections and indexes.
    Schema,

    // Outside the session: no transaction holds what is asked for.
    Outside,

    // Outside the session, and the product's own collections are left out.
    Listing,

    // Does nothing: what would be disposed of belongs to the run.
    Ignored,

    Refused,
}
