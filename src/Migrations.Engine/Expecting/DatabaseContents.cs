using Migrations.Engine.Model;

namespace Migrations.Engine.Expecting;

// What a database has, as far as pending migrations depend on it.
internal sealed record DatabaseContents
{
    public static DatabaseContents Unknown { get; } = new();

    // Collections and views of the application; null if they may not be listed.
    public IReadOnlyList<string>? Collections { get; init; }

    public IReadOnlyDictionary<MigrationDescriptor, SampledNames> Samples { get; init; } = new Dictionary<MigrationDescriptor, SampledNames>();
}

// The names that documents have at their first level, most frequent first.
internal sealed record SampledNames(int Documents, IReadOnlyList<string> Names);
