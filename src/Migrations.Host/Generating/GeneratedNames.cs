using System.Text.RegularExpressions;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;

namespace Migrations.Host.Generating;

// Checks names for a generated file: every name ends up in C# text.
internal static partial class GeneratedNames
{
    // In a class with such a name, the names in the generated body would mean the class or its members.
    private static readonly HashSet<string> Taken = new([.. GeneratedTypeNames.All, nameof(MigrationAttribute), "Collection", "Up", "UpAsync", "Down", "DownAsync", "Setup", "Update", "DownUpdate", "Filter", "DownFilter", "Define"], StringComparer.Ordinal);

    // Namespaces that a part of the file's own namespace with the same name would hide.
    private static readonly string[] Roots = ["Migrations", "MongoDB", "System"];

    private static readonly string[] OutputFolders = ["bin", "obj"];

    // Whether a name looks like the name of a class.
    public static bool IsClass(string name) => Identifier().IsMatch(name) && char.IsLetter(name[0]) && !char.IsLower(name[0]);

    public static bool IsTaken(string name) => Taken.Contains(name);

    public static void RequireName(string name)
    {
        if (name.Length == 0)
        {
            throw new MigrationException(MigrationErrorCode.NameMissing, "A new migration needs a name. Nothing was created. Give it one: '--name AddBaz'.");
        }
    }

    public static void CheckClass(string name)
    {
        RequireName(name);
        // Every keyword is all lower case, and the compiler warns of any class that is.
        if (!Identifier().IsMatch(name) || name.All(char.IsAsciiLetterLower))
        {
            throw new MigrationException(MigrationErrorCode.NameInvalid, $"The name '{name}' is not a C# class name. Nothing was created. Use letters, digits and '_', starting with a letter and not all in lower case, for example AddBaz.");
        }

        if (IsTaken(name))
        {
            throw new MigrationException(MigrationErrorCode.NameInvalid, $"The name '{name}' already has a meaning in a migration, so the file would not compile. Nothing was created. Choose another, for example AddBaz.");
        }
    }

    // A class of the application that does not hide a name that the generated file uses.
    public static void CheckUsedClass(string? name) => Require(
        name is null || (QualifiedName().IsMatch(name) && !name.Split('.').Any(part => part.All(char.IsAsciiLetterLower)) && !IsTaken(Short(name))),
        $"The class '{name}' is not a class that a migration can use: only letters, digits and '_', with or without its namespace as in Shop.Order, no part of it all in lower case, and not a word that already has a meaning in a migration.");

    // Shop.Order -> Order
    public static string Short(string name) => name[(name.LastIndexOf('.') + 1)..];

    public static void CheckTree(string tree)
    {
        Require(TreeName.IsValid(tree), $"The tree '{tree}' is not a valid name for a tree: {TreeName.Rule}.");
        Require(!OutputFolders.Contains(tree, StringComparer.OrdinalIgnoreCase), $"The tree '{tree}' would be in the folder that the build writes to, whose files are not compiled.");
    }

    public static void CheckLine(string? line) => Require(line is null || TreeName.IsValid(line), $"The line '{line}' is not a valid name for a line: only letters, digits, '-' and '_', starting with a letter, at most 64.");

    public static void CheckOneShot(string? oneShot) => Require(oneShot is null || TreeName.IsValid(oneShot.Replace('.', '_')), $"The one-shot '{oneShot}' is not a valid name for a one-shot: only letters, digits, '.', '-' and '_', starting with a letter, at most 64.");

    public static void CheckKind(string? kind) => Require(
        kind is null || BodyKinds.All.Any(k => k.Name == kind),
        $"The kind '{kind}' is unknown. Kinds: {string.Join(", ", BodyKinds.All.Select(k => $"{k.Name} ({k.Summary})"))}.");

    public static void CheckVersion(string? version) => Require(version is null || SemanticVersion().IsMatch(version), $"The version '{version}' is not a SemVer 2 version, for example 1.2.0.");

    public static void CheckRevision(string option, string? name) => Require(name is null || Revision().IsMatch(name), $"{option} is '{name}', which is not a revision: an id, a version, or one of these after its line as in Uuid@1.0.0.");

    public static void CheckCollection(string? collection) => Require(
        collection is null || (collection.Length > 0 && !collection.StartsWith("system.", StringComparison.Ordinal) && !collection.Any(c => c is '$' or '"' or '\\' || char.IsControl(c) || char.IsSurrogate(c))),
        $"The collection '{collection}' is not a valid name for a collection: not empty, without '$', '\"', '\\' and control characters, and not starting with 'system.'.");

    public static void Require(bool condition, string fact)
    {
        if (!condition)
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"{fact} Nothing was created. Correct the option.");
        }
    }

    // A project may be called anything; a namespace may not.
    public static string NamespaceOf(string? rootNamespace, string tree)
    {
        var root = string.IsNullOrWhiteSpace(rootNamespace) ? "SchemaMigrations" : string.Join('.', rootNamespace.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Part));
        var part = Pascal(tree);
        return $"{root}.{(IsTaken(part) || Roots.Contains(part, StringComparer.Ordinal) ? part + "Tree" : part)}";
    }

    public static string Pascal(string text) => string.Concat(text.Split('-', '_', '.', '+').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    private static string Part(string part)
    {
        var clean = NotInIdentifier().Replace(part, "_");
        return char.IsAsciiDigit(clean[0]) ? "_" + clean : clean.All(char.IsAsciiLetterLower) ? "@" + clean : clean;
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}_]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.+-]*(@[A-Za-z0-9][A-Za-z0-9_.+-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Revision();

    [GeneratedRegex(@"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SemanticVersion();

    [GeneratedRegex(@"[^\p{L}\p{Nd}_]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInIdentifier();
}
