namespace Migrations.Engine.Planning.Stamping;

/// <summary>Where the data of a database are said to stand.</summary>
public sealed record StampRequest
{
    /// <summary><c>base</c> or <c>head</c> for all trees, targets of single trees (<c>tree@id</c>, <c>tree/line@version</c>), or both. Empty: an empty database, or what the application declares.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    /// <summary>Whether the database is initialised as a whole. Default: only the named trees are stamped.</summary>
    public bool IsInitialisation { get; init; }

    /// <summary>Whether what is recorded already may be replaced. Default: false.</summary>
    public bool IsForced { get; init; }
}
