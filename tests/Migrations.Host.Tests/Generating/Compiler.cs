using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Migrations.Host.Tests.Generating;

// Compiles generated files as a plugin's project would; what it says of them is empty when all is well.
internal static class Compiler
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    // The SDK's own NoWarn: a reference that is met by a higher version of the same assembly, here the contract's lowest driver by a plugin's newer one.
    private static readonly Dictionary<string, ReportDiagnostic> OffInEveryProject = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    // Imports that nothing needs, or that the project has already: the compiler hides them, and strict projects do not.
    private static readonly string[] Imports = ["CS8019", "CS8933"];

    public static IReadOnlyList<string> Compile(IEnumerable<string> texts) => Compile(texts, new CompilerSettings());

    public static IReadOnlyList<string> Compile(IEnumerable<string> texts, CompilerSettings settings)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: settings.Nullable, generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999)
            .WithSpecificDiagnosticOptions(OffInEveryProject);
        var parsing = new CSharpParseOptions(documentationMode: settings.HasDocumentation ? DocumentationMode.Diagnose : DocumentationMode.Parse);
        var files = texts.Select(t => CSharpSyntaxTree.ParseText(t, parsing)).ToList();
        var compilation = CSharpCompilation.Create("plugin", settings.HasImplicitUsings ? files.Prepend(CSharpSyntaxTree.ParseText(ImplicitUsings, parsing)) : files, references, options);
        var emitted = compilation.Emit(Stream.Null, xmlDocumentationStream: settings.HasDocumentation ? Stream.Null : null);
        return [.. compilation.GetDiagnostics().Concat(emitted.Diagnostics).Where(d => IsOf(d, files)).Select(d => d.ToString()).Distinct()];
    }

    private static bool IsOf(Diagnostic diagnostic, List<SyntaxTree> files) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning || (Imports.Contains(diagnostic.Id) && files.Contains(diagnostic.Location.SourceTree!));
}

internal sealed record CompilerSettings(bool HasImplicitUsings = true, NullableContextOptions Nullable = NullableContextOptions.Enable, bool HasDocumentation = false);
