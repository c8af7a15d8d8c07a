using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

// The usings of a generated file: what its code needs and the project does not import implicitly, and no more, because strict projects reject that.
internal static class Usings
{
    private static readonly string[] Order = ["System", "System.Threading", "System.Threading.Tasks", "Migrations", "Migrations.Bytes", "MongoDB.Bson", "MongoDB.Driver"];

    public static IEnumerable<string> Of(NewMigrationOptions options, string fileNamespace, string code)
    {
        var alias = Alias(options, fileNamespace);
        var needed = GeneratedTypeNames.NamespacesOf(code, alias?.Name);
        return
        [
            .. Order.Where(name => needed.Contains(name) && !(options.HasImplicitUsings && name.StartsWith("System", StringComparison.Ordinal)) && !fileNamespace.StartsWith(name + ".", StringComparison.Ordinal)),
            .. alias is var (word, type) ? [$"{word} = {type}"] : Array.Empty<string>(),
        ];
    }

    private static (string Name, string Type)? Alias(NewMigrationOptions options, string fileNamespace)
    {
        if (options.IsFinal)
        {
            // .NET has a Barrier too, so with implicit usings the name is ambiguous.
            return GeneratedTypeNames.IsHidden(nameof(Barrier), fileNamespace) || fileNamespace.StartsWith("Migrations.", StringComparison.Ordinal) ? null : (nameof(Barrier), $"Migrations.{nameof(Barrier)}");
        }

        // The class of the application wins over any other type of that short name, in the driver too; only a part of the file's own namespace would still come first.
        return options.Class is { } name && name != Names.Short(name) && BodyTemplates.NameOf(name, options) == Names.Short(name) && !fileNamespace.StartsWith(name[..(name.LastIndexOf('.') + 1)], StringComparison.Ordinal)
            ? (Names.Short(name), name)
            : null;
    }
}
