using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Migrations.Analyzers.Definitions;

namespace Migrations.Analyzers.Tests.Definitions;

public sealed class DefinitionTextTests
{
    [TestCase("""FilterDefinition<BsonDocument> f = $"{{ name: '{name}' }}";""")]
    [TestCase(""""FilterDefinition<BsonDocument> f = $$"""{ name: '{{name}}' }""";"""")]
    [TestCase("""FilterDefinition<BsonDocument> f = "{ name: '" + name + "' }";""")]
    [TestCase("""FilterDefinition<BsonDocument> f = ($"{{ n: {number} }}");""")]
    [TestCase("""UpdateDefinition<BsonDocument> u = $"{{ $set: {{ name: '{name}' }} }}";""")]
    [TestCase("""ProjectionDefinition<BsonDocument> p = $"{{ {name}: 1 }}";""")]
    [TestCase("""SortDefinition<BsonDocument> s = $"{{ {name}: 1 }}";""")]
    [TestCase("""people.DeleteMany($"{{ name: '{name}' }}");""")]
    [TestCase("""people.UpdateMany("{}", $"{{ $set: {{ name: '{name}' }} }}");""")]
    [TestCase("""var d = BsonDocument.Parse($"{{ name: '{name}' }}");""")]
    [TestCase("""var f = new JsonFilterDefinition<BsonDocument>($"{{ name: '{name}' }}");""")]
    public async Task A_value_in_the_text_of_a_definition_is_an_error(string statement) => Assert.That(await ErrorsOfAsync(statement), Is.EqualTo(new[] { "MIG1116" }));

    [TestCase("""FilterDefinition<BsonDocument> f = "{ name: 'Ada' }";""")]
    [TestCase("""FilterDefinition<BsonDocument> f = $"{{ {nameof(name)}: 'Ada' }}";""")]
    [TestCase("""FilterDefinition<BsonDocument> f = "{ name: " + "'Ada' }";""")]
    [TestCase("""FilterDefinition<BsonDocument> f = Builders<BsonDocument>.Filter.Eq("name", name);""")]
    [TestCase("""FilterDefinition<BsonDocument> f = Builders<BsonDocument>.Filter.Exists($"addresses.{number}");""")]
    [TestCase("""FilterDefinition<BsonDocument> f = new BsonDocument("name", $"Ada {name}");""")]
    [TestCase("""string text = $"{{ name: '{name}' }}";""")]
    public async Task Text_without_values_and_values_without_text_are_fine(string statement) => Assert.That(await ErrorsOfAsync(statement), Is.Empty);

    private static async Task<IEnumerable<string>> ErrorsOfAsync(string statement)
    {
        var source = $$"""
            using MongoDB.Bson;
            using MongoDB.Driver;
            public static class Code { public static void Run(IMongoCollection<BsonDocument> people, string name, int number) { {{statement}} } }
            """;
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("plugin", [CSharpSyntaxTree.ParseText(source)], trusted, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.That(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);

        var found = await compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new DefinitionTextAnalyzer())).GetAnalyzerDiagnosticsAsync();
        return found.Select(d => d.Id);
    }
}
