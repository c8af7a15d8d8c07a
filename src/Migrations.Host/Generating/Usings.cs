using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

// What a generated file imports: what its code needs and the project does not import by itself, no more, since strict projects mind.
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
            // .NET has a Barrier too, and where usings are implicit both are meant. What a part of the namespace hides is written out, and what is in it comes first.
            return GeneratedTypeNames.IsHidden(nameof(Barrier), fileNamespace) || fileNamespace.StartsWith("Migrations.", StringComparison.Ordinal) ? null : (nameof(Barrier), $"Migrations.{nameof(Barrier)}");
        }

        // Whatever else has that short name, in the driver too, the class of the application is meant; only a part of the file's own namespace would still come first.
        return options.Class is { } name && name != Names.Short(name) && BodyTemplates.NameOf(name, options) == Names.Short(name) && !fileNamespace.StartsWith(name[..(name.LastIndexOf('.') + 1)], StringComparison.Ordinal)
            ? (Names.Short(name), name)
            : null;
    }
}
