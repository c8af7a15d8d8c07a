using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Migrations.Analyzers.Registry;

namespace Migrations.Analyzers.Tests.Registry;

// What the generator writes and says of one file.
internal static class RegistryRun
{
    public static (string Source, IReadOnlyList<string> Errors) Of(string source, string path = "/plugin/models/file.cs", ProjectFolder? project = null)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create("plugin", [CSharpSyntaxTree.ParseText(source, path: path)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var driver = CSharpGeneratorDriver.Create([new RegistryGenerator().AsSourceGenerator()], optionsProvider: project ?? new ProjectFolder());
        var result = driver.RunGenerators(compilation).GetRunResult();
        return (result.GeneratedTrees.Single().ToString(), [.. result.Diagnostics.Select(d => d.Id)]);
    }
}
