using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrations.Host.Generating;

// Writes the file of a new migration; it compiles as it is and refuses to run until its body is written.
internal static partial class MigrationGenerator
{
    private static readonly string[] Keywords =
        ["abstract", "base", "class", "const", "default", "delegate", "enum", "event", "explicit", "extern", "false", "fixed", "implicit", "in", "interface", "internal", "is", "lock", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "public", "ref", "return", "sealed", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "using", "virtual", "void", "while"];

    public static string Create(NewMigrationOptions options, TimeProvider time)
    {
        Check(options);
        var folder = Path.Combine(Path.GetFullPath(options.Directory), options.Tree);
        var id = NextId(folder, time);
        var path = Path.Combine(folder, $"{id}_{options.Name}.cs");
        RefuseSameName(folder, options.Name);
        Directory.CreateDirectory(folder);
        using (var file = new FileStream(path, FileMode.CreateNew))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(MigrationTemplate.Write(options, id));
        }

        return path;
    }

    private static void Check(NewMigrationOptions options)
    {
        if (options.Name.Length == 0)
        {
            throw new MigrationException(MigrationErrorCode.NameMissing, "A new migration needs a name. Nothing was created. Give it: -p:Name=AddBaz, --name=AddBaz, or 'migrations new AddBaz'.");
        }

        if (!Identifier().IsMatch(options.Name) || Keywords.Contains(options.Name, StringComparer.Ordinal))
        {
            throw new MigrationException(MigrationErrorCode.NameInvalid, $"The name '{options.Name}' is no C# class name. Nothing was created. Use letters, digits and '_', starting with a letter, for example AddBaz.");
        }

        Require(TreeName().IsMatch(options.Tree), $"The tree '{options.Tree}' is no name for a tree: letters, digits, '-' and '_', starting with a letter, 64 at most.");
        Require(options.Kind is "free" or "collection" or "typed" or "raw", $"The kind '{options.Kind}' is unknown. Kinds: free (any commands), collection (one collection), typed (document by document, two classes), raw (document by document, bytes).");
        Require(options.Version is null || SemanticVersion().IsMatch(options.Version), $"The version '{options.Version}' is not of the form of SemVer 2, for example 1.2.0.");
    }

    private static void Require(bool condition, string fact)
    {
        if (!condition)
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"{fact} Nothing was created. Correct the option.");
        }
    }

    // Ids order the tree: two made within a second still differ, and a new one is never older than what is there.
    private static string NextId(string folder, TimeProvider time)
    {
        var newest = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.cs").Select(f => LeadingId().Match(Path.GetFileName(f)).Value).Where(i => i.Length == 14).DefaultIfEmpty("").Max(StringComparer.Ordinal)!
            : "";
        var now = time.GetUtcNow().UtcDateTime;
        var id = now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(id, newest) > 0 || !DateTime.TryParseExact(newest, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? id
            : last.AddSeconds(1).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
    }

    private static void RefuseSameName(string folder, string name)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"*_{name}.cs").FirstOrDefault() is { } existing)
        {
            throw new MigrationException(MigrationErrorCode.FileExists, $"The tree has a migration of that name already: '{existing}'. Nothing was created, and nothing is ever overwritten. Choose another name.");
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex TreeName();

    [GeneratedRegex(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SemanticVersion();

    [GeneratedRegex("^[0-9]{14}", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingId();
}
