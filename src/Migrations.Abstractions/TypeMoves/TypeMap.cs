namespace Migrations;

/// <summary>What became of the types that documents name in the element <c>_t</c>: moved, renamed or deleted.</summary>
/// <remarks>
/// The rules of one map apply all at once, so that <c>A</c> and <c>B</c> can be swapped; <see cref="Then"/> chains maps. The more specific rule wins: a type before its namespace, a longer namespace before a shorter one.
/// A name with an assembly (<c>Shop.Dog, Shop</c>) is moved by the rule for its full name and keeps the assembly; a rule that names an assembly itself only applies to exactly that text.
/// </remarks>
public sealed class TypeMap
{
    private readonly List<TypeRules> _stages;
    private readonly bool _isComposed;

    /// <summary>Creates a map without rules.</summary>
    public TypeMap() => _stages = [new TypeRules()];

    private TypeMap(IEnumerable<TypeRules> stages)
    {
        _stages = [.. stages];
        _isComposed = true;
    }

    /// <summary>Whether the new names are written into the documents. Default: true; false leaves the documents as they are and translates only for a typed migration that reads them.</summary>
    public bool Rewrite
    {
        get => _stages.TrueForAll(s => s.IsRewritten);
        set => _stages.ForEach(s => s.IsRewritten = value);
    }

    /// <summary>Whether there are no rules.</summary>
    public bool IsEmpty => _stages.TrueForAll(s => s.IsEmpty);

    /// <summary>Whether <see cref="Inverse"/> exists: nothing is deleted, and no two types become one.</summary>
    public bool IsInvertible => !Obstacles().Any();

    /// <summary>The rules, as they were given: the name of a type, or <c>NAMESPACE.*</c>, and what it becomes; null if it is deleted. Of a composed map, those of all its maps, in their order.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Rules => _stages.SelectMany(s => s.All);

    /// <summary>The map that does what one map does and then what another does: <c>a</c> to <c>b</c> and <c>b</c> to <c>c</c> give <c>a</c> to <c>c</c>. What either deletes is deleted. It takes no further rules.</summary>
    public static TypeMap Compose(TypeMap first, TypeMap second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new TypeMap(first._stages.Concat(second._stages).Where(s => !s.IsEmpty).Select(s => s.Copy()));
    }

    /// <summary>This map and then another: see <see cref="Compose"/>.</summary>
    public TypeMap Then(TypeMap next) => Compose(this, next);

    /// <summary>Moves or renames a type.</summary>
    /// <param name="from">The name that stands in <c>_t</c>.</param>
    /// <param name="to">The name that it becomes.</param>
    /// <exception cref="MigrationException"><see cref="MigrationErrorCode.TypeMapInvalid"/>: the name is moved elsewhere or deleted by the same map.</exception>
    public TypeMap MoveType(string from, string to)
    {
        Open().Add(TypeName.CheckType(from, "move"), TypeName.CheckType(to, "move to"));
        return this;
    }

    /// <summary>Moves a type to the name that a class has in <c>_t</c>: by its class map in the driver, its own if nothing else is said.</summary>
    /// <exception cref="MigrationException"><see cref="MigrationErrorCode.TypeMapInvalid"/>: the name is moved elsewhere or deleted by the same map.</exception>
    public TypeMap MoveType<T>(string from) => MoveType(from, TypeName.Of(typeof(T)));

    /// <summary>Moves all types of a namespace and of those below it, where <c>_t</c> holds full names.</summary>
    /// <exception cref="MigrationException"><see cref="MigrationErrorCode.TypeMapInvalid"/>: the namespace is moved elsewhere or deleted by the same map.</exception>
    public TypeMap MoveNamespace(string from, string to)
    {
        Open().AddNamespace(TypeName.CheckNamespace(from), TypeName.CheckNamespace(to));
        return this;
    }

    /// <summary>Says that a type is gone, or with <c>Shop.Old.*</c> every type of a namespace. Its documents stay as they are, byte for byte, and typed migrations do not see them.</summary>
    /// <exception cref="MigrationException"><see cref="MigrationErrorCode.TypeMapInvalid"/>: the same map moves it.</exception>
    public TypeMap DeleteType(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.EndsWith(".*", StringComparison.Ordinal))
        {
            Open().AddNamespace(TypeName.CheckNamespace(name[..^2]), null);
        }
        else
        {
            Open().Add(TypeName.CheckType(name, "delete"), null);
        }

        return this;
    }

    /// <summary>What a name becomes; the name itself if no rule applies, null if its type is deleted.</summary>
    public string? Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ResolveFrom(0, name);
    }

    /// <summary>What a name in a document means now. The document may have been rewritten by the maps or not; where that makes a difference, as after two names were swapped, it is taken as rewritten.</summary>
    /// <returns>Null if the type is deleted.</returns>
    public string? ResolveStored(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ResolveFrom(_stages.FindLastIndex(s => s.IsRewritten && s.Produces(name)) + 1, name);
    }

    /// <summary>The map that undoes this one.</summary>
    /// <exception cref="MigrationException"><see cref="MigrationErrorCode.TypeMapInvalid"/>: something is deleted, or several types become one; the message names all of them.</exception>
    public TypeMap Inverse()
    {
        var obstacles = Obstacles().ToList();
        return obstacles.Count == 0
            ? new TypeMap(Inverted())
            : throw TypeName.Invalid(
                $"The type map has no inverse: {string.Join("; ", obstacles)}.",
                "Afterwards nobody can tell which of the names it was. Make the migration irreversible, or give each type a name of its own.");
    }

    private IEnumerable<TypeRules> Inverted() => Enumerable.Reverse(_stages).Select(s => s.Invert());

    private IEnumerable<string> Obstacles()
    {
        var own = _stages.SelectMany(s => s.Obstacles()).ToList();
        return own.Count > 0 || _stages.Count == 1 ? own : MergedByStages();
    }

    // A type that is moved to a name that an earlier map introduced.
    private IEnumerable<string> MergedByStages()
    {
        var inverse = new TypeMap(Inverted());
        return _stages
            .SelectMany((stage, i) => stage.MovedTypes.Where(name => !_stages.Take(i).Any(earlier => earlier.Produces(name))))
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, To: Resolve(name)!))
            .Where(move => inverse.Resolve(move.To) != move.Name)
            .Select(move => $"'{move.Name}' and '{inverse.Resolve(move.To)}' all become '{move.To}'");
    }

    private string? ResolveFrom(int stage, string name)
    {
        string? current = name;
        for (var i = stage; i < _stages.Count && current is not null; i++)
        {
            current = _stages[i].Resolve(current);
        }

        return current;
    }

    private TypeRules Open() => _isComposed ? throw new InvalidOperationException("A composed or inverted type map takes no more rules. Add them to another map, and chain it with Then.") : _stages[0];
}
