using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Destruction;

/// <summary>Finds migrations that destroy data on their way up and do not say why.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DestructionAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor NoReason = BodyRule.Warning(
        "MIG1130", "A migration destroys data and does not say why", "'{0}' {1} and does not say why: whoever reads the plan does not see what is lost; say [Destructive(\"why\")], which plans show");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [NoReason];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Check, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        // Of an abstract class, only those that derive from it can say why; lint asks them.
        if (MigrationSymbols.MigrationOf(context.ContainingSymbol) is { IsAbstract: false } migration && !HasReason(migration) && DestructiveCall.Describe(call) is { } what && !MigrationSymbols.IsOnlyInWayBack(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(NoReason, call.Syntax.GetLocation(), migration.Name, what));
        }
    }

    private static bool HasReason(INamedTypeSymbol migration) => migration.GetAttributes().Any(a => a.AttributeClass is { Name: "DestructiveAttribute" } type && MigrationSymbols.IsOf(type, "Migrations"));
}
