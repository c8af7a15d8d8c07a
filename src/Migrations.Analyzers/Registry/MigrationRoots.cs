using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Migrations.Analyzers.Registry;

// The entry points of a migration's source: what the product calls on the way up, and what it only calls on the way back.
internal sealed class MigrationRoots
{
    private MigrationRoots(IReadOnlyList<INamedTypeSymbol> classes, IReadOnlyList<ISymbol> up, IReadOnlyList<ISymbol> down) => (Classes, Up, Down) = (classes, up, down);

    // The class and its base classes, as far as they are written in this assembly.
    public IReadOnlyList<INamedTypeSymbol> Classes { get; }

    public IReadOnlyList<ISymbol> Up { get; }

    public IReadOnlyList<ISymbol> Down { get; }

    public static MigrationRoots Of(INamedTypeSymbol type)
    {
        var classes = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.DeclaringSyntaxReferences.Length > 0)
            {
                classes.Add(current);
            }
        }

        var down = type.AllInterfaces.Where(IsReversible).SelectMany(i => i.GetMembers()).Select(type.FindImplementationForInterfaceMember).OfType<ISymbol>().ToList();
        var known = new HashSet<ISymbol>(down, SymbolEqualityComparer.Default);
        var up = classes.SelectMany(c => c.GetMembers()).Where(m => IsCalledFromOutside(m) && !known.Contains(m)).ToList();
        return new MigrationRoots(classes, up, down);
    }

    // A member that overrides another, implements an interface, or runs when an object is made.
    public static bool IsCalledFromOutside(ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: not null } => false,
        IMethodSymbol method => method.IsOverride || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor or MethodKind.UserDefinedOperator or MethodKind.Conversion || IsImplementation(method),
        IPropertySymbol property => property.IsOverride || IsImplementation(property) || !property.IsStatic,
        IFieldSymbol field => !field.IsImplicitlyDeclared && !field.IsStatic,
        _ => false,
    };

    private static bool IsReversible(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() == "Migrations" && type.Name.StartsWith("IReversible", StringComparison.Ordinal);

    private static bool IsImplementation(ISymbol member) =>
        member.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()).Any(m => SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(m), member));
}
