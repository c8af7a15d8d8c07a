using MongoDB.Bson;

namespace Migrations.Engine.Model;

// What is known of a migration's way back as data, so that a plugin that does not have the migration can take it.
internal sealed record WayBack
{
    // Null where it works on no collection of its own.
    public string? Collection { get; init; }

    // Which documents the way back is about, as the author says.
    public BsonDocument Filter { get; init; } = [];

    // The rule that the migration sets at its end; empty for none.
    public BsonDocument Validator { get; init; } = [];

    // What its Setup says of moved types.
    public IReadOnlyList<KeyValuePair<string, string?>> Types { get; init; } = [];

    // Whether the documents have the new names.
    public bool RewritesTypes { get; init; } = true;

    // Whether the old names of types are all that the way back brings.
    public bool IsOfTypes { get; init; }

    // Null where the way back is not an update.
    public WayBackUpdate? Update { get; init; }

    // Whether nothing else is needed; otherwise code is, or before images.
    public bool IsComplete => IsOfTypes || Update is not null;
}

// The update that undoes a migration. Query is the whole filter, with that of the author.
internal sealed record WayBackUpdate(BsonDocument Query, BsonValue Update, IReadOnlyList<string> Steps, bool IsRepeatable);

// Where a migration stands: after a revision or base, and what it needs of other trees.
internal sealed record StoredPlace(string Parent, IReadOnlyList<string> DependsOn);

// As it is stored: with the place of the migration in the graph. Parent is a revision, or base.
internal sealed record StoredWayBack(string Parent, string? Line, IReadOnlyList<string> DependsOn, string? Checksum, WayBack Way);
