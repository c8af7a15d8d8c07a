namespace Migrations.Engine.Model;

/// <summary>Something that does not fit between plugin and database.</summary>
/// <param name="Code">What kind of fault it is.</param>
/// <param name="Migration">The plugin's migration it is about, or null.</param>
/// <param name="Text">The fact, the consequence and the cure.</param>
internal sealed record Finding(MigrationErrorCode Code, MigrationDescriptor? Migration, string Text)
{
    /// <summary>Whether it is only a warning.</summary>
    public bool IsWarning { get; init; }

    // Whether it says that nothing was recorded in the database yet, which is where every database starts.
    internal bool IsOfEmptyState { get; init; }

    // Whether a run decides by what was asked for if it is met at all.
    internal bool IsOfTheWay { get; init; }
}
