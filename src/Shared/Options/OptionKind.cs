namespace Migrations.Shared;

// What the value of an option is.
internal enum OptionKind
{
    Text,

    // Given or not; true or false.
    Flag,

    // A whole number within a range.
    Number,

    // One of some words.
    Word,

    // The name of a tree.
    Tree,

    // NAME=VALUE.
    Pair,

    File,

    Folder,
}
