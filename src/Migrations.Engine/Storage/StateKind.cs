namespace Migrations.Engine.Storage;

// What a collection of the state holds.
internal enum StateKind
{
    Heads,
    Applied,
    Components,
    Ranges,
    Errors,
    Images,
    Journal,
    Lock,
}
