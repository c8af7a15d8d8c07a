namespace Migrations;

/// <summary>Gives a migration its identity: id, title and place in the history.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MigrationAttribute : Attribute
{
    /// <summary>Names a migration.</summary>
    /// <param name="id">
    /// What identifies the migration within its tree and never changes: a UTC timestamp (<c>yyyyMMddHHmmss</c> or <c>yyyyMMddHHmmssfff</c>, or seconds or milliseconds since 1970),
    /// or the 12 hexadecimal digits of a UUIDv5.
    /// </param>
    /// <param name="title">One line that describes it.</param>
    public MigrationAttribute(string id, string title)
    {
        Id = id;
        Title = title;
    }

    /// <summary>What identifies the migration within its tree. A timestamp also orders it.</summary>
    public string Id { get; }

    /// <summary>One line that describes it.</summary>
    public string Title { get; }

    /// <summary>The history it belongs to. Default: <c>main</c>.</summary>
    public string Tree { get; set; } = "main";

    /// <summary>The SemVer 2 version that the tree has after it, <see cref="MigrationVersion.Next"/> for that of the project when it is built, or null.</summary>
    public string? Version { get; set; }

    /// <summary>The line (branch) of the tree that it belongs to; null for a tree without lines.</summary>
    public string? Line { get; set; }

    /// <summary>The revision that it starts from: an id, <c>line@version</c>, or <c>base</c>. Default: the newest older one of its line, and base for the first.</summary>
    public string? Parent { get; set; }

    /// <summary>The name of a one-shot: a way from <see cref="Parent"/> to <see cref="To"/>, a revision of another line, taken only when asked for by that name.</summary>
    public string? OneShot { get; set; }

    /// <summary>For a one-shot, the revision that it leads to: an id or <c>line@version</c>.</summary>
    public string? To { get; set; }

    /// <summary>What must be applied before it in other trees: <c>tree</c> for all that is planned there, or <c>tree@id</c>, <c>tree@version</c>.</summary>
    public string[] DependsOn { get; set; } = [];

    /// <summary>Whether its body may, must or must not run in a transaction. Default: <see cref="TransactionMode.Auto"/>. The run's <c>--transaction</c> decides for migrations with that value.</summary>
    public TransactionMode Transaction { get; set; } = TransactionMode.Auto;

    /// <summary>
    /// For a free-form migration that runs without a transaction: whether its bodies may run again on data that they have half changed, so that a killed run needs no decision.
    /// Default: false; then it only runs again when somebody has checked the data and says so.
    /// </summary>
    public bool Repeatable { get; set; }
}

/// <summary>How a migration uses transactions.</summary>
public enum TransactionMode
{
    /// <summary>In a transaction if the server supports them, otherwise without one; the mode used is printed and journaled.</summary>
    Auto,

    /// <summary>In a transaction, or not at all.</summary>
    Require,

    /// <summary>Without a transaction.</summary>
    Never,
}

/// <summary>
/// On a document migration: each batch stores the documents that it changes as they were, so that the migration can be rolled back without a <c>Down</c>.
/// A migration that has a <c>Down</c> is rolled back by it. The images take up space until they are pruned.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepBeforeImagesAttribute : Attribute;

/// <summary>Declares a tree. A tree without lines does not need it.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MigrationTreeAttribute : Attribute
{
    /// <summary>Declares a tree.</summary>
    /// <param name="name">The tree's name.</param>
    public MigrationTreeAttribute(string name) => Name = name;

    /// <summary>The tree's name.</summary>
    public string Name { get; }

    /// <summary>One line that describes it.</summary>
    public string Description { get; set; } = "";

    /// <summary>The line that a database at <c>base</c> takes when no other is named; null if it must be named.</summary>
    public string? DefaultLine { get; set; }

    /// <summary>Whether the application declares the tree's version (<see cref="SchemaComponent"/>), which must then agree with the database's head. Default: false.</summary>
    public bool IsDeclaredByApplication { get; set; }
}

/// <summary>Says why a migration has no way back. Plans show it, and <c>migrations lint</c> asks for it.</summary>
/// <param name="reason">The reason, in one line.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class IrreversibleAttribute(string reason) : Attribute
{
    /// <summary>The reason, in one line.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Says why a migration destroys data on its way up: drops a collection, or deletes all documents of one. Plans mark it and show the reason; the compiler and <c>migrations lint</c> ask for it (MIG1130).</summary>
/// <param name="reason">The reason, in one line.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DestructiveAttribute(string reason) : Attribute
{
    /// <summary>The reason, in one line.</summary>
    public string Reason { get; } = reason;
}
