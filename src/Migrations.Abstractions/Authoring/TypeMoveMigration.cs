namespace Migrations;

/// <summary>
/// Rewrites the names of types in the documents of a collection: every <c>_t</c>, at any depth, the text itself or each text of an array. <see cref="MigrationBody.Setup"/> says what is moved.
/// Implement <see cref="IReversibleTypes"/> to let it be rolled back.
/// </summary>
public abstract class TypeMoveMigration : DocumentMigration
{
    /// <inheritdoc />
    public abstract override void Setup(TypeMap types);
}

/// <summary>A type move that can be rolled back, by the inverse of its map. There is nothing to implement, but the map must have an inverse.</summary>
public interface IReversibleTypes;
