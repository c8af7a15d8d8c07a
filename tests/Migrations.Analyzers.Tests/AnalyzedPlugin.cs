using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Migrations.Analyzers.Bodies;

namespace Migrations.Analyzers.Tests;

// What all analyzers say of a plugin's source, so that a test also sees what it did not ask for.
internal static class AnalyzedPlugin
{
    public const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks;
        using Migrations; using Migrations.Bytes; using MongoDB.Bson; using MongoDB.Bson.Serialization.Attributes; using MongoDB.Driver;

        """;

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
        [.. typeof(MigrationBodyAnalyzer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DiagnosticAnalyzer))).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    public static IReadOnlyList<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static async Task<IReadOnlyList<string>> CodesOfAsync(string code) => [.. (await FindAsync(Usings + code)).Select(d => d.Id)];

    public static Task<ImmutableArray<Diagnostic>> FindAsync(params string[] files)
    {
        var compilation = CSharpCompilation.Create("plugin", files.Select(f => CSharpSyntaxTree.ParseText(f)), References, Options);
        Assert.That(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        return compilation.WithAnalyzers(All).GetAnalyzerDiagnosticsAsync();
    }

    // A free-form migration with a body, and whatever else its class has.
    public static string FreeForm(string statements, string members = "", string bases = "", string attributes = "") => $$"""
        public class Order { public ObjectId Id { get; set; } public string Customer { get; set; } = ""; [BsonElement("tot")] public int Total { get; set; } public List<Line> Lines { get; set; } = new(); }
        public class Line { public string Sku { get; set; } = ""; public int Quantity { get; set; } }
        {{attributes}}
        public class Body : Migration{{bases}}
        {
            {{members}}
            public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
            {
                await Task.Yield();
                var orders = context.GetCollection<Order>("orders");
                var plain = context.GetCollection("orders");
                {{statements}}
            }
        }
        """;
}
