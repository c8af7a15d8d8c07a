using System.Text;
using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

// The type names that generated code uses, each with its namespace.
internal static class GeneratedTypeNames
{
    private static readonly Dictionary<string, string> Namespaces = Group("Migrations", "Migration", "MigrationVersion", "MigrationContext", "CollectionMigration", "DocumentMigration", "RawDocumentMigration", "PipelineMigration", "FieldMigration", "TypeMoveMigration", "EmitMigration", "Barrier", "TypeMap", "FieldSteps", "DocumentUpdate", "DocumentEmitter", "IReversible", "IReversibleCollection", "IReversibleDocument", "IReversiblePipeline", "IReversibleTypes", "IReversibleEmit")
        .Concat(Group("Migrations.Bytes", "RawDocument"))
        .Concat(Group("MongoDB.Bson", "BsonDocument"))
        .Concat(Group("MongoDB.Driver", "IMongoCollection", "FilterDefinition", "UpdateDefinition"))
        .Concat(Group("System", "NotSupportedException"))
        .Concat(Group("System.Threading", "CancellationToken"))
        .Concat(Group("System.Threading.Tasks", "Task"))
        .ToDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> All => Namespaces.Keys;

    // In a namespace like Shop.Migration, the name Migration means the namespace. Such names are written with their namespace.
    public static string Qualify(string code, string fileNamespace)
    {
        var text = new StringBuilder(code);
        foreach (var word in Bare(code).Where(w => IsHidden(w.Text, fileNamespace)).Reverse())
        {
            text.Insert(word.Start, $"global::{Namespaces[word.Text]}.");
        }

        return text.ToString();
    }

    public static bool IsHidden(string word, string fileNamespace) => fileNamespace.Split('.').Contains(word, StringComparer.Ordinal);

    // The namespaces of the names that are written without one, and without an alias.
    public static IReadOnlySet<string> NamespacesOf(string code, string? alias) => Bare(code).Where(w => w.Text != alias).Select(w => Namespaces[w.Text]).ToHashSet(StringComparer.Ordinal);

    private static List<CSharpToken> Bare(string code)
    {
        var tokens = CSharpTokens.Read(code);
        return [.. tokens.Where((token, i) => token.Kind == TokenKind.Word && Namespaces.ContainsKey(token.Text) && !(i > 0 && (tokens[i - 1].Is(".") || tokens[i - 1].Is(":") && tokens[i - 1].Start == token.Start - 1)))];
    }

    private static Dictionary<string, string> Group(string name, params string[] words) => words.ToDictionary(w => w, _ => name, StringComparer.Ordinal);
}
