using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds what a migration's code does behind the back of a run: another client, an answer that is different each time, and state between documents.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrationBodyAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor ForeignClient = BodyRule.Warning(
        "MIG1120", "A migration creates a client of its own", "'{0}' creates a MongoClient: its calls are in no transaction of the run, not fenced, not counted, and a dry run really makes them; use the collection or the database that the migration is given");

    private static readonly DiagnosticDescriptor NotRepeatable = BodyRule.Warning(
        "MIG1121", "A document migration computes something else each time", "'{0}' uses {1}, so a document that is migrated again after a crash, or rehearsed, becomes something else; take the value once, in a field that is set by the constructor, or derive it from the document");

    private static readonly DiagnosticDescriptor StateInBody = BodyRule.Warning(
        "MIG1122", "A document migration keeps state between documents", "'{0}' writes to '{1}' while it migrates a document: workers run it for several documents at once, in no fixed order, and a run that continues has lost it; derive it from the document, or use a collection migration");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ForeignClient, NotRepeatable, StateInBody];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(CheckCreation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(CheckReference, OperationKind.PropertyReference, OperationKind.Invocation);
        context.RegisterOperationAction(CheckState, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.Increment, OperationKind.Decrement, OperationKind.CoalesceAssignment, OperationKind.Invocation);
    }

    private static void CheckCreation(OperationAnalysisContext context)
    {
        if (context.Operation.Type is { Name: "MongoClient" } type && MigrationSymbols.IsOf(type, "MongoDB.Driver") && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration)
        {
            Report(context, ForeignClient, migration.Name);
        }
        else if (context.Operation.Type is { Name: "Random" } random && MigrationSymbols.IsOf(random, "System") && DocumentBodyOf(context) is { } body)
        {
            Report(context, NotRepeatable, body.Name, "Random");
        }
    }

    private static void CheckReference(OperationAnalysisContext context)
    {
        ISymbol? member = context.Operation switch
        {
            IPropertyReferenceOperation property => property.Property,
            IInvocationOperation invocation => invocation.TargetMethod,
            _ => null,
        };
        if (member is { IsStatic: true } && IsDifferentEachTime(member) && DocumentBodyOf(context) is { } body)
        {
            Report(context, NotRepeatable, body.Name, $"{member.ContainingType.Name}.{member.Name}");
        }
    }

    private static bool IsDifferentEachTime(ISymbol member) => (member.ContainingType.Name, member.Name) switch
    {
        ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") or ("Guid", "NewGuid" or "CreateVersion7") or ("Random", "Shared") => MigrationSymbols.IsOf(member.ContainingType, "System"),
        ("TimeProvider", "System") or ("Path", "GetRandomFileName") or ("RandomNumberGenerator", _) => MigrationSymbols.IsOf(member.ContainingType, "System"),
        ("ObjectId", "GenerateNewId") => MigrationSymbols.IsOf(member.ContainingType, "MongoDB.Bson"),
        _ => false,
    };

    private static void CheckState(OperationAnalysisContext context)
    {
        if (OwnState.WrittenBy(context.Operation) is { } member && DocumentBodyOf(context) is { } body && OwnState.IsMemberOf(member, body))
        {
            Report(context, StateInBody, body.Name, member.Name);
        }
    }

    // The document migration whose way up or down this is a part of.
    private static INamedTypeSymbol? DocumentBodyOf(OperationAnalysisContext context) =>
        context.ContainingSymbol is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
        && MigrationSymbols.MigrationOf(method) is { } migration && MigrationSymbols.IsDocumentMigration(migration) && MigrationSymbols.IsInWay(method) ? migration : null;

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), arguments));
}
