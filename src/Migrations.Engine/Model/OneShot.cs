namespace Migrations.Engine.Model;

/// <summary>A way between two lines, taken only when asked for by its name.</summary>
/// <param name="Migration">The migration that takes it.</param>
/// <param name="From">The revision it starts from; null for base.</param>
/// <param name="To">The revision it leads to.</param>
public sealed record OneShot(MigrationDescriptor Migration, Revision? From, Revision To)
{
    /// <summary>Its name.</summary>
    public string Name => Migration.OneShot!;
}
