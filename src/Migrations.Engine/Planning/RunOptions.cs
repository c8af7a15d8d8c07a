using Migrations.Engine.Discovery;

namespace Migrations.Engine.Planning;

// The options that lead a run to one migration, for texts that tell the way out.
internal static class RunOptions
{
    // No further than that.
    public static string UpTo(MigrationDescriptor migration) => migration.OneShot is null ? $"--to {migration.Identity}" : Upward(migration);

    // A one-shot is taken only by its name.
    public static string Upward(MigrationDescriptor migration) => $"--tree {migration.Tree}{(migration.OneShot is { } name ? $" --via {migration.Tree}/{name}" : "")}";
}
