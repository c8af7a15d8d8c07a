using MongoDB.Bson;

namespace Migrations.Engine.Storage;

/// <summary>Who runs the tool, for the lock and the journal.</summary>
internal sealed record RunOrigin
{
    /// <summary>The run's own id.</summary>
    public required string Run { get; init; }

    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>The process id.</summary>
    public int ProcessId { get; init; }

    /// <summary>Name and version of the tool.</summary>
    public required string Product { get; init; }

    // Name and version of the plugin. The engine knows which.
    internal string Plugin { get; init; } = "";

    // The hash of what the run works with. Null if that does not matter, because nothing is migrated.
    internal string? Environment { get; init; }

    // The fingerprint of the reviewed plan that is carried out; null if there is none.
    internal string? Reviewed { get; init; }

    // A run that begins in this process.
    internal static RunOrigin Create(string product) => new()
    {
        Run = ObjectId.GenerateNewId().ToString(),
        User = UserName(),
        Host = System.Environment.MachineName,
        ProcessId = System.Environment.ProcessId,
        Product = product,
    };

    internal string Owner => $"{User}@{Host} (process {ProcessId})";

    // An image may have no list of users.
    private static string UserName()
    {
        try
        {
            return System.Environment.UserName;
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
