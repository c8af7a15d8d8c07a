using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// What is said of migrations that nobody has written yet, in whole or in their way back.
internal static class UnwrittenFindings
{
    public static Finding Of(MigrationDescriptor migration, string consequence) => new(
        MigrationErrorCode.MigrationNotWritten,
        migration,
        $"Migration {migration.Identity} '{migration.Identity.Title}' is not written yet ({migration.File}): {Fact(migration)}. {consequence} {Cure(migration)}");

    // UpAsync does nothing but throw.
    public static string Stubs(string members)
    {
        var names = members.Split(", ");
        return $"{(names.Length == 1 ? members : $"{string.Join(", ", names[..^1])} and {names[^1]}")} {(names.Length == 1 ? "does" : "do")} nothing but throw";
    }

    private static string Fact(MigrationDescriptor migration) => migration switch
    {
        { NotWritten: { } up, DownNotWritten: { } down } => Stubs($"{up}, {down}"),
        { NotWritten: { } up } => Stubs(up),
        _ => $"it says that it can be rolled back, but {Stubs(migration.DownNotWritten!)}",
    };

    private static string Cure(MigrationDescriptor migration) => migration.DownNotWritten is null
        ? "Write it."
        : $"{(migration.NotWritten is null ? "" : "Write it. ")}Write its way back, or take away the interface that promises one.";
}
