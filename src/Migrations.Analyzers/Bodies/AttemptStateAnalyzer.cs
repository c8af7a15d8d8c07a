using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds what a free-form body adds to a field and never sets back, so that a second attempt goes on from the first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AttemptStateAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor StateOfAttempt = BodyRule.Information(
        "MIG1125", "A migration goes on from what a failed attempt left in a field", "'{0}' adds to '{1}': in a transaction, a body is called again after a transient error, and finds there what the first attempt added; use a local variable, or set it at the beginning");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [StateOfAttempt];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(Check);
    }

    private static void Check(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
            || MigrationSymbols.MigrationOf(method) is not { } migration || MigrationSymbols.IsDocumentMigration(migration) || !MigrationSymbols.IsInWay(method))
        {
            return;
        }

        var written = context.OperationBlocks.SelectMany(b => b.Descendants()).Select(o => (Operation: o, Member: OwnState.WrittenBy(o))).Where(w => w.Member is not null && OwnState.IsMemberOf(w.Member, migration)).ToList();
        foreach (var (operation, member) in written.Where(w => Adds(w.Operation)))
        {
            if (!written.Any(w => SetsBack(w.Operation) && SymbolEqualityComparer.Default.Equals(w.Member, member)))
            {
                context.ReportDiagnostic(Diagnostic.Create(StateOfAttempt, operation.Syntax.GetLocation(), migration.Name, member!.Name));
            }
        }
    }

    private static bool Adds(IOperation operation) => operation is ICompoundAssignmentOperation or IIncrementOrDecrementOperation or IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Enqueue" or "Push" or "Increment" };

    private static bool SetsBack(IOperation operation) => operation is ISimpleAssignmentOperation { Target: not IPropertyReferenceOperation { Property.IsIndexer: true } } or IInvocationOperation { TargetMethod.Name: "Clear" };
}
