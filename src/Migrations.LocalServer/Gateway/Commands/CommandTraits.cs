namespace Migrations.LocalServer.Gateway.Commands;

[Flags]
internal enum CommandTraits
{
    None = 0,

    // May stand in a multi-document transaction.
    Transactional = 1,

    // Writes, and is answered from memory when it comes again.
    RetryableWrite = 2,

    // Takes a write concern.
    Write = 4,
}
