namespace Migrations.LocalServer.Gateway.Commands;

[Flags]
internal enum CommandTraits
{
    None = 0,

    // Allowed in a multi-document transaction.
    Transactional = 1,

    // Writes, and is answered from memory if it is repeated.
    RetryableWrite = 2,

    // Takes a write concern.
    Write = 4,
}
