using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Driver;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Bodies;

/// <summary>Finds loops over the documents of a collection that send a command for each.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopWriteAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] Writes = ["ReplaceOne", "UpdateOne", "InsertOne", "DeleteOne", "FindOneAndUpdate", "FindOneAndReplace", "FindOneAndDelete"];

    private static readonly DiagnosticDescriptor WriteForEach = BodyRule.Information(
        "MIG1127", "A migration sends a command for each document", "'{0}' calls {1} for each document that it reads, which is a journey to the server each time; collect the writes and send them with BulkWriteAsync, or write a document or field migration, which also continues where it was interrupted");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [WriteForEach];

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
        if (DriverCall.NameOn(call, "IMongoCollection") is { } name && Writes.Contains(name) && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration && IsInLoopOverDocuments(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(WriteForEach, call.Syntax.GetLocation(), migration.Name, call.TargetMethod.Name));
        }
    }

    private static bool IsInLoopOverDocuments(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IForEachLoopOperation loop when AreDocuments(loop.Collection):
                case IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation each } } } when DriverCall.ShortName(each.TargetMethod) == "ForEach" && MigrationSymbols.IsOf(each.TargetMethod.ContainingType, "MongoDB.Driver"):
                    return true;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    // A cursor, its batch, or a list that was read from one. Groups of an aggregation are as few as they are.
    private static bool AreDocuments(IOperation source) => DriverCall.Plain(source) switch
    {
        IPropertyReferenceOperation { Property.Name: "Current", Instance.Type: { } cursor } => DriverCall.Is(cursor, "IAsyncCursor"),
        IInvocationOperation call when DriverCall.ShortName(call.TargetMethod) is "ToList" or "ToEnumerable" or "ToAsyncEnumerable" && DriverCall.Receiver(call) is { Type: { } from } receiver =>
            (DriverCall.Is(from, "IAsyncCursorSource") || DriverCall.Is(from, "IAsyncCursor")) && !DriverCall.Is(from, "IAggregateFluent") && !IsLimited(receiver),
        _ => false,
    };

    private static bool IsLimited(IOperation receiver)
    {
        for (var at = receiver; at is IInvocationOperation call; at = DriverCall.Receiver(call))
        {
            if (call.TargetMethod.Name is "Limit" or "Aggregate" or "AggregateAsync" or "Distinct" or "DistinctAsync" or "ListCollectionNames" or "ListCollectionNamesAsync")
            {
                return true;
            }
        }

        return false;
    }
}
