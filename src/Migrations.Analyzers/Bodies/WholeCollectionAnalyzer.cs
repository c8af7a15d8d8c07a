using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Driver;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds lists of all documents of a collection.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WholeCollectionAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor WholeCollection = BodyRule.Information(
        "MIG1131", "A migration reads a whole collection into memory", "'{0}' reads every document of a collection into one list, which needs as much memory as the collection is large; go through its cursor batch by batch, ask for what is needed, or write a document migration");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [WholeCollection];

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
        if (DriverCall.ShortName(call.TargetMethod) is "ToList" or "ToArray" && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration && IsWholeCollection(DriverCall.Receiver(call)))
        {
            context.ReportDiagnostic(Diagnostic.Create(WholeCollection, call.Syntax.GetLocation(), migration.Name));
        }
    }

    // Projections make documents smaller and sorts bring them into order, but all of them are still read.
    private static bool IsWholeCollection(IOperation? source)
    {
        while (source is IInvocationOperation call)
        {
            if (DriverCall.NameOn(call, "IMongoCollection") is { } start)
            {
                return start == "AsQueryable" || (start is "Find" or "FindSync" && DriverCall.Argument(call, "options") is null && DefinitionReader.IsEmpty(DriverCall.Argument(call, "filter")));
            }

            if (call.TargetMethod.Name is not ("Project" or "Sort" or "SortBy" or "SortByDescending" or "ThenBy" or "ThenByDescending" or "ToEnumerable" or "ToCursor" or "ToCursorAsync" or "As"))
            {
                return false;
            }

            source = DriverCall.Receiver(call);
        }

        return false;
    }
}
