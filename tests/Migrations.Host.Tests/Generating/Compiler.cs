using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Migrations.Host.Tests.Generating;

// Compiles generated files as a plugin's project would; what it says of them is empty when all is well.
internal static class Compiler
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    public static IReadOnlyList<string> Compile(IEnumerable<string> texts)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error);
        var compilation = CSharpCompilation.Create("plugin", texts.Prepend(ImplicitUsings).Select(t => CSharpSyntaxTree.ParseText(t)), references, options);
        return [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
    }
}
