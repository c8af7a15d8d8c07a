namespace Migrations.Engine.State;

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

    internal bool Owns(string collection) => collection.StartsWith(Prefix + ".", StringComparison.Ordinal);
}
