using MongoDB.Bson;

namespace Migrations.Engine.Storage;

/// <summary>Where a tree of a database stands.</summary>
internal sealed record HeadRecord
{
    /// <summary>The tree.</summary>
    public required string Tree { get; init; }

    /// <summary>The id of the revision it stands at; null at base.</summary>
    public string? Revision { get; init; }

    /// <summary>The line there, or null.</summary>
    public string? Line { get; init; }

    /// <summary>The version there, or null.</summary>
    public string? Version { get; init; }

    /// <summary>The run that put it there.</summary>
    public string Run { get; init; } = "";

    /// <summary>The name of the plugin that the tree belongs to; null if no plugin with a name has moved it yet.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether the position of this tree is unknown: other trees of the database were recorded without it.</summary>
    public bool IsUnknown { get; init; }

    // The fingerprint of the reviewed plan that the run carried out; null if there was none.
    internal string? Reviewed { get; init; }

    internal HeadRecord By(RunOrigin identity) => this with { Run = identity.Run, Reviewed = identity.Reviewed };

    internal static HeadRecord Read(StateDocument document) => new()
    {
        Tree = document.Text("_id"),
        Revision = document.Has("revision") ? document.TextOrNull("revision") : throw document.Fault("revision", "text or null"),
        Line = document.TextOrNull("line"),
        Version = document.TextOrNull("version"),
        Run = document.TextOrNull("run") ?? "",
        Reviewed = document.TextOrNull("reviewed"),
        Plugin = document.TextOrNull("plugin"),
        IsUnknown = document.FlagOrFalse("unknown"),
    };

    internal BsonDocument ToFields(string plugin) => new()
    {
        { "revision", AppliedCodec.OrNull(Revision) },
        { "line", AppliedCodec.OrNull(Line) },
        { "version", AppliedCodec.OrNull(Version) },
        { "run", Run },
        { "reviewed", AppliedCodec.OrNull(Reviewed) },
        { "plugin", plugin },
        { "unknown", IsUnknown },
    };
}

/// <summary>The version of a tree that the application declares.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Line">The line of the tree, or null.</param>
/// <param name="Version">The version, or null at base.</param>
internal sealed record ComponentRecord(string Tree, string? Line, string? Version)
{
    internal static ComponentRecord Read(StateDocument document) => new(
        document.Text("_id"),
        document.TextOrNull("line"),
        document.Has("version") ? document.TextOrNull("version") : throw document.Fault("version", "text or null"));

    // As it is at the head.
    internal static BsonDocument FieldsAt(HeadRecord head) => new() { { "line", AppliedCodec.OrNull(head.Line) }, { "version", AppliedCodec.OrNull(head.Version) } };
}
