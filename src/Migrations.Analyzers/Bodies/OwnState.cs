using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Migrations.Analyzers.Bodies;

// Fields and properties of a migration itself, in contrast to those of the document that it was given.
internal static class OwnState
{
    private static readonly string[] Changing = ["Add", "AddRange", "AddFirst", "AddLast", "Insert", "Remove", "RemoveAll", "RemoveAt", "Clear", "Enqueue", "Dequeue", "TryDequeue", "Push", "Pop", "TryPop", "TryAdd", "UnionWith"];

    // The member that an assignment, a step, an indexer or a call changes; null if it changes none of its own.
    public static ISymbol? WrittenBy(IOperation operation) => operation switch
    {
        IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } } => CollectionOf(list),
        IAssignmentOperation assignment => Member(assignment.Target),
        IIncrementOrDecrementOperation step => Member(step.Target),
        IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked", Arguments: [{ Parameter.RefKind: RefKind.Ref } counted, ..] } => Member(counted.Value),
        IInvocationOperation { Instance: { } list } call when Changing.Contains(call.TargetMethod.Name) => CollectionOf(list),
        _ => null,
    };

    public static bool IsMemberOf(ISymbol member, INamedTypeSymbol body)
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

    // Of the migration itself, and not of the document that it was given.
    private static ISymbol? Member(IOperation? target) => target is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: null or IInstanceReferenceOperation } reference ? reference.Member : null;

    // Concurrent and frozen collections are a cache more often than state.
    private static ISymbol? CollectionOf(IOperation list) => list.Type is { ContainingNamespace: var space } && space?.ToDisplayString() == "System.Collections.Generic" ? Member(list) : null;
}
