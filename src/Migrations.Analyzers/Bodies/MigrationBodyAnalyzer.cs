using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Shared;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds what a migration's code does behind the back of a run: another client, an answer that is different each time, state between documents, and tasks that nobody waits for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrationBodyAnalyzer : DiagnosticAnalyzer
{
    private const string Help = HostContract.ErrorPages;

    private static readonly DiagnosticDescriptor ForeignClient = Rule(
        "MIG1120", "A migration creates a client of its own", "'{0}' creates a MongoClient: its calls are in no transaction of the run, not fenced, not counted, and a dry run really makes them; use the collection or the database that the migration is given");

    private static readonly DiagnosticDescriptor NotRepeatable = Rule(
        "MIG1121", "A document migration computes something else each time", "'{0}' uses {1}, so a document that is migrated again after a crash, or rehearsed, becomes something else; take the value once, in a field that is set by the constructor, or derive it from the document");

    private static readonly DiagnosticDescriptor StateInBody = Rule(
        "MIG1122", "A document migration keeps state between documents", "'{0}' writes to '{1}' while it migrates a document: workers run it for several documents at once, in no fixed order, and a run that continues has lost it; derive it from the document, or use a collection migration");

    private static readonly DiagnosticDescriptor AsyncVoid = Rule(
        "MIG1123", "A migration has code that nobody waits for", "'{0}' is async void: the run does not wait for it, and its failure ends the process; return Task, and await it");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ForeignClient, NotRepeatable, StateInBody, AsyncVoid];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(CheckCreation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(CheckReference, OperationKind.PropertyReference, OperationKind.Invocation);
        context.RegisterOperationAction(CheckAssignment, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.Increment, OperationKind.Decrement, OperationKind.CoalesceAssignment);
        context.RegisterSymbolAction(CheckMethod, SymbolKind.Method);
        context.RegisterOperationAction(CheckFunction, OperationKind.AnonymousFunction, OperationKind.LocalFunction);
    }

    private static DiagnosticDescriptor Rule(string id, string title, string text) =>
        new(id, title, text, "Migrations", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help + id.ToLowerInvariant());

    private static void CheckCreation(OperationAnalysisContext context)
    {
        if (context.Operation.Type is { Name: "MongoClient" } type && IsOf(type, "MongoDB.Driver") && MigrationOf(context.ContainingSymbol) is { } migration)
        {
            Report(context, ForeignClient, migration.Name);
        }
        else if (context.Operation.Type is { Name: "Random" } random && IsOf(random, "System") && DocumentBodyOf(context) is { } body)
        {
            Report(context, NotRepeatable, body.Name, "Random");
        }
    }

    private static void CheckReference(OperationAnalysisContext context)
    {
        if (MemberOf(context.Operation) is { IsStatic: true } member && IsDifferentEachTime(member) && DocumentBodyOf(context) is { } body)
        {
            Report(context, NotRepeatable, body.Name, $"{member.ContainingType.Name}.{member.Name}");
        }
    }

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => property.Property,
        IInvocationOperation invocation => invocation.TargetMethod,
        _ => null,
    };

    private static bool IsDifferentEachTime(ISymbol member) => (member.ContainingType.Name, member.Name) switch
    {
        ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") or ("Guid", "NewGuid" or "CreateVersion7") or ("Random", "Shared") => IsOf(member.ContainingType, "System"),
        ("ObjectId", "GenerateNewId") => IsOf(member.ContainingType, "MongoDB.Bson"),
        _ => false,
    };

    private static void CheckAssignment(OperationAnalysisContext context)
    {
        var target = context.Operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            _ => null,
        };
        if (OwnMember(target) is { } member && DocumentBodyOf(context) is { } body && IsMemberOf(member, body))
        {
            Report(context, StateInBody, body.Name, member.Name);
        }
    }

    // Of the migration itself, and not of the document that it was given.
    private static ISymbol? OwnMember(IOperation? target) => target is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference && reference.Instance is null or IInstanceReferenceOperation ? ((IMemberReferenceOperation)target!).Member : null;

    private static bool IsMemberOf(ISymbol member, INamedTypeSymbol body)
    {
        for (INamedTypeSymbol? type = body; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckMethod(SymbolAnalysisContext context)
    {
        if (context.Symbol is IMethodSymbol { IsAsync: true, ReturnsVoid: true } method && MigrationOf(method) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(AsyncVoid, method.Locations[0], method.Name));
        }
    }

    private static void CheckFunction(OperationAnalysisContext context)
    {
        var function = context.Operation switch { IAnonymousFunctionOperation lambda => lambda.Symbol, ILocalFunctionOperation local => local.Symbol, _ => null };
        if (function is { IsAsync: true, ReturnsVoid: true } && MigrationOf(context.ContainingSymbol) is { } migration)
        {
            Report(context, AsyncVoid, function.Name.Length > 0 ? function.Name : $"a lambda in {migration.Name}");
        }
    }

    // The migration whose way up or down is written here, document by document.
    private static INamedTypeSymbol? DocumentBodyOf(OperationAnalysisContext context) =>
        context.ContainingSymbol is IMethodSymbol method && IsWay(method) && MigrationOf(method) is { } migration && IsDocumentMigration(migration) ? migration : null;

    // Also where it implements the interface explicitly.
    private static bool IsWay(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1) is "Up" or "Down";

    private static bool IsDocumentMigration(INamedTypeSymbol type) => BasesOf(type).Any(b => b.Name == "DocumentMigration");

    private static INamedTypeSymbol? MigrationOf(ISymbol symbol)
    {
        for (var type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (BasesOf(type).Any(b => b.Name == "MigrationBody"))
            {
                return type;
            }
        }

        return null;
    }

    private static System.Collections.Generic.IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.ContainingNamespace.ToDisplayString() == "Migrations")
            {
                yield return parent;
            }
        }
    }

    private static bool IsOf(ITypeSymbol type, string name) => type.ContainingNamespace.ToDisplayString() is var found && (found == name || found.StartsWith(name + ".", StringComparison.Ordinal));

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), arguments));
}
