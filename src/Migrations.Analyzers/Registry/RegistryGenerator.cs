using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrations.Analyzers.Registry;

/// <summary>Lists every migration of a plugin with its checksum and source line, so that nothing has to be run or searched to know them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RegistryGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var project = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ProjectFacts.Read(options.GlobalOptions));
        var migrations = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (syntax, token) => MigrationClass.Read(syntax, token))
            .Where(static migration => migration is not null)
            .Collect();
        var hasContract = context.CompilationProvider.Select(static (compilation, _) => compilation.GetTypeByMetadataName(MigrationClass.BodyType) is not null);
        context.RegisterSourceOutput(migrations.Combine(project).Combine(hasContract), static (output, source) => Write(output, source.Left.Left!, source.Left.Right, source.Right));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<MigrationClass?> found, ProjectFacts project, bool hasContract)
    {
        // A partial class is met once for each part with a base list.
        var migrations = found.OfType<MigrationClass>().GroupBy(m => m.TypeName).Select(parts => parts.First()).OrderBy(m => m.Id).ThenBy(m => m.TypeName).ToList();
        foreach (var fault in RegistryFaults.Find(migrations, project))
        {
            output.ReportDiagnostic(fault);
        }

        output.AddSource("MigrationRegistry.g.cs", RegistrySource.Write([.. migrations.Where(m => m.IsUsable)], project, hasContract));
    }
}
