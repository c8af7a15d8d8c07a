using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds tasks of a migration that nobody waits for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor AsyncVoid = BodyRule.Warning(
        "MIG1123", "A migration has code that nobody waits for", "'{0}' is async void: the run does not wait for it, and its failure ends the process; return Task, and await it");

    private static readonly DiagnosticDescriptor NotAwaited = BodyRule.Warning(
        "MIG1126", "A migration does not await a task", "'{0}' does not await '{1}': the step may be over before it is done, and nobody sees its failure; await it");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AsyncVoid, NotAwaited];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(CheckMethod, SymbolKind.Method);
        context.RegisterOperationAction(CheckFunction, OperationKind.AnonymousFunction, OperationKind.LocalFunction);
        context.RegisterOperationAction(CheckStatement, OperationKind.ExpressionStatement);
        context.RegisterOperationBlockAction(CheckVariables);
    }

    private static void CheckMethod(SymbolAnalysisContext context)
    {
        if (context.Symbol is IMethodSymbol { IsAsync: true, ReturnsVoid: true } method && MigrationSymbols.MigrationOf(method) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(AsyncVoid, method.Locations[0], method.Name));
        }
    }

    private static void CheckFunction(OperationAnalysisContext context)
    {
        var function = context.Operation switch { IAnonymousFunctionOperation lambda => lambda.Symbol, ILocalFunctionOperation local => local.Symbol, _ => null };
        if (function is { IsAsync: true, ReturnsVoid: true } && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration)
        {
            context.ReportDiagnostic(Diagnostic.Create(AsyncVoid, context.Operation.Syntax.GetLocation(), function.Name.Length > 0 ? function.Name : $"a lambda in {migration.Name}"));
        }
    }

    // In an async method the compiler itself finds a plain call (CS4014), but not one whose task is thrown away.
    private static void CheckStatement(OperationAnalysisContext context)
    {
        var statement = ((IExpressionStatementOperation)context.Operation).Operation;
        var call = statement switch
        {
            ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } => value as IInvocationOperation ?? (value as IConversionOperation)?.Operand as IInvocationOperation,
            IInvocationOperation plain when !IsInAsync(plain, context.ContainingSymbol) => plain,
            _ => null,
        };
        if (call is not null && IsTask(call.Type) && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration)
        {
            context.ReportDiagnostic(Create(call, migration));
        }
    }

    // A task in a variable that nothing reads.
    private static void CheckVariables(OperationBlockAnalysisContext context)
    {
        if (MigrationSymbols.MigrationOf(context.OwningSymbol) is not { } migration)
        {
            return;
        }

        var all = context.OperationBlocks.SelectMany(b => b.Descendants()).ToList();
        foreach (var variable in all.OfType<IVariableDeclaratorOperation>().Where(v => v.Initializer?.Value is IInvocationOperation { Type: var type } && IsTask(type) && IsTask(v.Symbol.Type) && !v.Symbol.IsUsing))
        {
            if (!all.OfType<ILocalReferenceOperation>().Any(r => SymbolEqualityComparer.Default.Equals(r.Local, variable.Symbol)))
            {
                context.ReportDiagnostic(Create((IInvocationOperation)variable.Initializer!.Value, migration));
            }
        }
    }

    private static Diagnostic Create(IInvocationOperation call, INamedTypeSymbol migration) => Diagnostic.Create(NotAwaited, call.Syntax.GetLocation(), migration.Name, call.TargetMethod.Name);

    private static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" } && MigrationSymbols.IsOf(type, "System.Threading.Tasks");

    private static bool IsInAsync(IOperation operation, ISymbol method)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol.IsAsync;
                case ILocalFunctionOperation local:
                    return local.Symbol.IsAsync;
            }
        }

        return method is IMethodSymbol { IsAsync: true };
    }
}
