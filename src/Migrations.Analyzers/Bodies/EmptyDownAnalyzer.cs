using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds ways back that do nothing, or only say that they are not written.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmptyDownAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor DoesNothing = BodyRule.Warning(
        "MIG1129", "A way back does nothing", "'{0}' has a {1} that does nothing: a rollback reports success and leaves the data as they are; write it, say in a comment why there is nothing to undo, or say [Irreversible(\"why\")] and remove it");

    private static readonly DiagnosticDescriptor NotWritten = BodyRule.Information(
        "MIG1426", "A way back is not written", "'{0}' has a {1} that only throws, so its tree is not migrated until it is written; write it, or say [Irreversible(\"why\")] and remove it");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DoesNothing, NotWritten];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(Check);
    }

    private static void Check(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol { AssociatedSymbol: null } method || MigrationSymbols.MigrationOf(method) is not { IsAbstract: false } migration || MigrationSymbols.WayBackOf(method) is not { } reversible)
        {
            return;
        }

        var statements = context.OperationBlocks.OfType<IBlockOperation>().SelectMany(b => b.Operations).Where(o => !o.IsImplicit || o is IReturnOperation { ReturnedValue: not null } or IExpressionStatementOperation).ToList();
        var rule = statements.All(IsNothing) && IsComplete(method, reversible) && !HasComment(method) ? DoesNothing : statements is [var only] && IsStub(only) ? NotWritten : null;
        if (rule is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, method.Locations[0], migration.Name, method.Name.Substring(method.Name.LastIndexOf('.') + 1)));
        }
    }

    // Where members that only one class has come and go by themselves, and where documents are emitted, there may be nothing left to say.
    private static bool IsComplete(IMethodSymbol method, INamedTypeSymbol reversible) =>
        reversible.Name != "IReversibleEmit" && !(reversible.Name == "IReversible" && method.Parameters.Length == 2 && reversible.TypeArguments.Length == 2 && !SymbolEqualityComparer.Default.Equals(reversible.TypeArguments[0], reversible.TypeArguments[1]));

    private static bool IsNothing(IOperation statement) => statement is IReturnOperation { ReturnedValue: null } or IReturnOperation { ReturnedValue: IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType.Name: "Task" } } }
        or IEmptyOperation or IExpressionStatementOperation { Operation: IAwaitOperation { Operation: IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType.Name: "Task" } } } };

    // A comment says why, so somebody thought about it.
    private static bool HasComment(IMethodSymbol method) => method.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<MethodDeclarationSyntax>()
        .Any(m => m.DescendantTrivia().Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)));

    private static bool IsStub(IOperation statement) => Thrown(statement) is IObjectCreationOperation { Type: { Name: "NotImplementedException" or "NotSupportedException" } type } && MigrationSymbols.IsOf(type, "System");

    private static IOperation? Thrown(IOperation statement)
    {
        var value = statement switch
        {
            IThrowOperation thrown => thrown.Exception,
            IExpressionStatementOperation { Operation: IThrowOperation thrown } => thrown.Exception,
            IReturnOperation { ReturnedValue: { } returned } => ((returned as IConversionOperation)?.Operand ?? returned) is IThrowOperation thrown ? thrown.Exception : null,
            _ => null,
        };
        return value is IConversionOperation conversion ? conversion.Operand : value;
    }
}
