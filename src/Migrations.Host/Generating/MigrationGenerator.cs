using System.Text.RegularExpressions;
using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

// Writes the file of a new migration; it compiles as it is and refuses to run until its body is written.
internal static partial class MigrationGenerator
{
    // All checks that need no files.
    public static NewMigrationOptions Check(NewMigrationOptions options)
    {
        var named = options.Normalised();
        OptionRules.Check(named);
        return named;
    }

    public static string Create(NewMigrationOptions options, TimeProvider time)
    {
        options = Check(options);
        var root = Path.GetFullPath(options.Directory);
        var folder = Path.Combine(root, options.Tree);
        SourceFile.RefuseSameName(folder, options.Name);
        var idsOfFiles = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.cs").Select(f => LeadingId().Match(Path.GetFileName(f)).Value) : [];
        var place = MigrationPlace.Next(SourceFolder.Read(root), options, idsOfFiles, time.GetUtcNow().UtcDateTime);
        return SourceFile.Create(Path.Combine(folder, $"{place.Id}_{options.Name}.cs"), MigrationTemplate.Write(options, place));
    }

    [GeneratedRegex("^[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingId();
}
