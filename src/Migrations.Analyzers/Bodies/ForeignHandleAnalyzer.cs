using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Driver;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds databases and sessions in a migration that are not those of the run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForeignHandleAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] Handles = ["IMongoClient", "IMongoDatabase", "IMongoCollection", "IClientSessionHandle"];

    private static readonly DiagnosticDescriptor ForeignHandle = BodyRule.Warning(
        "MIG1124", "A migration uses a database or a session that is not the run's", "'{0}' uses {1}, which is not of the run: what is done with it is in no transaction of the run, not fenced, not counted, and a dry run really does it; use {2}");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ForeignHandle];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(CheckShared, OperationKind.FieldReference, OperationKind.PropertyReference);
        context.RegisterOperationAction(CheckSession, OperationKind.Invocation);
    }

    // Made somewhere else and kept for everyone. Its own static members are found where they are made.
    private static void CheckShared(OperationAnalysisContext context)
    {
        var reference = (IMemberReferenceOperation)context.Operation;
        if (reference is { Member: { IsStatic: true, ContainingType: var owner }, Type: { } type } && Handles.Any(h => DriverCall.Is(type, h)) && !IsTarget(reference) && !IsOnlyNamed(reference)
            && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration && !OwnState.IsMemberOf(reference.Member, migration))
        {
            Report(context, migration, $"'{owner.Name}.{reference.Member.Name}'", "context.Database or the collection that the migration is given");
        }
    }

    private static void CheckSession(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (DriverCall.NameOn(call, "IMongoClient") == "StartSession" && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration)
        {
            Report(context, migration, "a session of its own", "context.Session, or give none: every call runs in it anyway");
        }
    }

    private static bool IsTarget(IOperation reference) => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    private static bool IsOnlyNamed(IOperation reference) => reference.Parent is IPropertyReferenceOperation { Property.Name: "CollectionNamespace" or "DatabaseNamespace" };

    private static void Report(OperationAnalysisContext context, INamedTypeSymbol migration, string what, string cure) =>
        context.ReportDiagnostic(Diagnostic.Create(ForeignHandle, context.Operation.Syntax.GetLocation(), migration.Name, what, cure));
}
