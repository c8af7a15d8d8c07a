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
