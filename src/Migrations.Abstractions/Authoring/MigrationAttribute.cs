namespace Migrations;

/// <summary>Gives a migration its identity: id, title and place in the history.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MigrationAttribute : Attribute
{
    /// <summary>Names a migration.</summary>
    /// <param name="id">A UTC timestamp of 14 digits (<c>yyyyMMddHHmmss</c>) or 17 with milliseconds; orders the tree and never changes.</param>
    /// <param name="title">One line for people.</param>
    public MigrationAttribute(string id, string title)
    {
        Id = id;
        Title = title;
    }

    /// <summary>The timestamp that identifies and orders the migration within its tree.</summary>
    public string Id { get; }

    /// <summary>One line for people.</summary>
    public string Title { get; }

    /// <summary>The history it belongs to. Default: <c>main</c>.</summary>
    public string Tree { get; set; } = "main";

    /// <summary>The SemVer 2 version that the tree has after it, or null.</summary>
    public string? Version { get; set; }

    /// <summary>Whether its body may, must or must not run in a transaction. Default: <see cref="TransactionMode.Auto"/>. A run's own <c>--transaction</c> decides for migrations that leave it at that.</summary>
    public TransactionMode Transaction { get; set; } = TransactionMode.Auto;
}
