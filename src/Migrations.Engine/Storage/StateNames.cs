using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// The names of the collections that hold the state, all with one prefix.
internal sealed record StateNames(string Prefix)
{
    // The prefix unless another is set.
    public const string DefaultPrefix = Shared.Defaults.StatePrefix;

    public string Heads => Prefix + ".heads";

    public string Applied => Prefix + ".applied";

    public string Components => Prefix + ".components";

    public string Ranges => Prefix + ".ranges";

    public string Errors => Prefix + ".errors";

    public string Images => Prefix + ".images";

    public string Journal => Prefix + ".journal";

    public string Lock => Prefix + ".lock";

    public string Environments => Prefix + ".environments";

    public string Of(StateKind kind) => kind switch
    {
        StateKind.Heads => Heads,
        StateKind.Applied => Applied,
        StateKind.Components => Components,
        StateKind.Ranges => Ranges,
        StateKind.Errors => Errors,
        StateKind.Images => Images,
        StateKind.Journal => Journal,
        StateKind.Environments => Environments,
        _ => Lock,
    };

    public StateDocument Read(StateKind kind, BsonDocument document) => new(kind, Of(kind), document);

    public bool Owns(string collection) => collection.StartsWith(Prefix + ".", StringComparison.Ordinal);
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
    Environments,
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
