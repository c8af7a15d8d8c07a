namespace Migrations.Shared;

// The kind of value that an option takes.
internal enum OptionKind
{
    Text,

    // Given or not; true or false.
    Flag,

    // An integer in a range.
    Number,

    // One of several words.
    Word,

    // The name of a tree.
    Tree,

    // NAME=VALUE.
    Pair,

    File,

    Folder,
}
