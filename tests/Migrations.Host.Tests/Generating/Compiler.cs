using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Migrations.Host.Tests.Generating;

// Compiles generated files as a plugin's project would; what it says of them is empty when all is well.
internal static class Compiler
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    // The SDK's own NoWarn: a reference that is met by a higher version of the same assembly, here the contract's lowest driver by a plugin's newer one.
    private static readonly Dictionary<string, ReportDiagnostic> OffInEveryProject = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    public static IReadOnlyList<string> Compile(IEnumerable<string> texts)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error)
            .WithSpecificDiagnosticOptions(OffInEveryProject);
        var compilation = CSharpCompilation.Create("plugin", texts.Prepend(ImplicitUsings).Select(t => CSharpSyntaxTree.ParseText(t)), references, options);
        return [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
    }
}
