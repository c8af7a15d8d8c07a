using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

/// <summary>The names of the collections that hold the state, all with one prefix.</summary>
public sealed record StateNames(string Prefix)
{
    /// <summary>The prefix unless another is set.</summary>
    public const string DefaultPrefix = Shared.Defaults.StatePrefix;

    internal string Heads => Prefix + ".heads";

    internal string Applied => Prefix + ".applied";

    internal string Components => Prefix + ".components";

    internal string Ranges => Prefix + ".ranges";

    internal string Errors => Prefix + ".errors";

    internal string Images => Prefix + ".images";

    internal string Journal => Prefix + ".journal";

    internal string Lock => Prefix + ".lock";

    internal string Of(StateKind kind) => kind switch
    {
        StateKind.Heads => Heads,
        StateKind.Applied => Applied,
        StateKind.Components => Components,
        StateKind.Ranges => Ranges,
        StateKind.Errors => Errors,
        StateKind.Images => Images,
        StateKind.Journal => Journal,
        _ => Lock,
    };

    internal StateDocument Read(StateKind kind, BsonDocument document) => new(kind, Of(kind), document);

    internal bool Owns(string collection) => collection.StartsWith(Prefix + ".", StringComparison.Ordinal);
}

// What a collection of the state holds.
internal enum StateKind
{
    Heads,
    Applied,
    Components,
    Ranges,
    Errors,
    Images,
    Journal,
    Lock,
}

// How the state names a migration: as an _id, or as the beginning of the _id of what belongs to it.
internal static class MigrationKey
{
    public static BsonDocument Of(string tree, string id) => new() { { "tree", tree }, { "id", id } };

    public static BsonDocument Of(MigrationDescriptor migration) => Of(migration.Tree, migration.Id);

    // What belongs to it in a collection whose _ids begin with it.
    public static BsonDocument Filter(string tree, string id) => new() { { "_id.tree", tree }, { "_id.id", id } };

    public static BsonDocument Filter(MigrationDescriptor migration) => Filter(migration.Tree, migration.Id);

    // The same by the index of _id, for large collections: all keys that begin with these fields, because documents compare field by field.
    public static BsonDocument Within(BsonDocument first, string next) =>
        new("_id", new BsonDocument { { "$gte", first }, { "$lte", first.DeepClone().AsBsonDocument.Set(next, BsonMaxKey.Value) } });
}
