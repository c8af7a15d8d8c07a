namespace Migrations.Engine.Model;

/// <summary>A kind of body that a migration can have. There is one object for each kind, which has everything that differs between kinds.</summary>
internal abstract class BodyKind
{
    internal BodyKind()
    {
    }

    /// <summary>The name of the kind, for generating a migration.</summary>
    public abstract string Name { get; }

    /// <summary>What a migration of this kind works on, in a few words.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether it goes through one collection, in batches with checkpoints.</summary>
    public virtual bool RunsInBatches => false;

    /// <summary>Whether no path crosses it.</summary>
    public virtual bool IsBarrier => false;

    /// <summary>Whether the author writes the way back, rather than the engine deriving it.</summary>
    public virtual bool HasWrittenWayBack => true;

    // Whether the body is read to know what the migration is, before anything is done.
    internal virtual bool IsDeclaration => false;

    // Whether it may create or change any collection, so that the result is unknown from outside.
    internal abstract bool WritesAnywhere { get; }

    internal abstract bool Includes(Type migration);

    internal abstract bool IsReversible(Type migration);

    // Why [KeepBeforeImages] is useless for such a migration; null if it is not.
    internal virtual string? ImagesFault =>
        "has [KeepBeforeImages], but does not read documents one by one, so it cannot keep any. Remove the attribute, and implement IReversible, or derive from DocumentMigration<TIn, TOut>, RawDocumentMigration or TypeMoveMigration.";

    // What only the body itself knows.
    internal virtual MigrationDescriptor Describe(MigrationDescriptor migration, ICollection<string> faults) => migration;

    // What is stored of it, for a rollback without its code: what its way up says.
    internal virtual WayBack WayBackOf(MigrationBody body) => new();

    // The same with what only its way back says.
    internal virtual WayBack Complete(WayBack way, MigrationDescriptor migration, MigrationBody body) => way;

    // Null where the body does not say which, or has none.
    internal virtual string? CollectionOf(MigrationBody body) => null;

    internal virtual bool MayBeMissing(MigrationBody body) => false;

    /// <inheritdoc />
    public override string ToString() => Name;
}
