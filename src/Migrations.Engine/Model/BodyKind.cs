namespace Migrations.Engine.Model;

/// <summary>A kind of body that a migration can have. There is one object for each, and all that differs between kinds is asked of it.</summary>
public abstract class BodyKind
{
    internal BodyKind()
    {
    }

    /// <summary>The name by which a migration of this kind is asked for when it is generated.</summary>
    public abstract string Name { get; }

    /// <summary>What a migration of this kind works on, in a few words.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether it goes through one collection, in batches each of which is stored as done.</summary>
    public virtual bool RunsInBatches => false;

    /// <summary>Whether no path crosses it.</summary>
    public virtual bool IsBarrier => false;

    /// <summary>Whether the way back is written by the author, and not found by the engine.</summary>
    public virtual bool HasWrittenWayBack => true;

    // Whether it may make or change any collection, so that what is there afterwards cannot be told from outside.
    internal abstract bool WritesAnywhere { get; }

    internal abstract bool Includes(Type migration);

    internal abstract bool IsReversible(Type migration);

    // Why [KeepBeforeImages] is of no use to such a migration; null where it is.
    internal virtual string? ImagesFault =>
        "has [KeepBeforeImages], but does not read documents one by one, so it cannot keep any. Remove the attribute, and implement IReversible, or derive from DocumentMigration<TIn, TOut>, RawDocumentMigration or TypeMoveMigration.";

    // What only the body itself tells.
    internal virtual MigrationDescriptor Describe(MigrationDescriptor migration, ICollection<string> faults) => migration;

    // Null where the body does not say which, or has none.
    internal virtual string? CollectionOf(MigrationBody body) => null;

    internal virtual bool MayBeMissing(MigrationBody body) => false;

    /// <inheritdoc />
    public override string ToString() => Name;
}
