namespace Migrations.Engine.Storage;

/// <summary>The names of the collections that hold the state, all with one prefix.</summary>
public sealed record StateNames(string Prefix)
{
    /// <summary>The prefix unless another is set.</summary>
    public const string DefaultPrefix = "_migrations";

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

    internal StateDocument Read(StateKind kind, MongoDB.Bson.BsonDocument document) => new(kind, Of(kind), document);

    internal bool Owns(string collection) => collection.StartsWith(Prefix + ".", StringComparison.Ordinal);
}
