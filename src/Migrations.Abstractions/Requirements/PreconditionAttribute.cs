using MongoDB.Driver;

namespace Migrations;

/// <summary>Something that must be true before a migration runs upward. Derive from it for conditions of your own.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class PreconditionAttribute : Attribute
{
    /// <summary>Whether <c>--force</c> skips it, which is journaled. Default: false.</summary>
    public bool IsSkippable { get; set; }

    /// <summary>Whether it is checked before the first migration of the run, on the data as they are then. Default: false, just before its own migration.</summary>
    public bool IsStatic { get; set; }

    /// <summary>What it requires, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>Checks the data; returns null if they fit, otherwise what does not. It only reads: a write is refused.</summary>
    public abstract Task<string?> FindFaultAsync(IMongoDatabase database, CancellationToken cancellationToken);
}
