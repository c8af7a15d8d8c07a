using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrations.Analyzers.Symbols;

// What a class or a method is to a migration.
internal static class MigrationSymbols
{
    private static readonly string[] Ways = ["Up", "UpAsync", "Update", "Down", "DownAsync", "DownUpdate"];

    // The migration that this is written in, also if it stands in a nested class; null outside of migrations.
    public static INamedTypeSymbol? MigrationOf(ISymbol symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (BasesOf(type).Any(b => b.Name == "MigrationBody"))
            {
                return type;
            }
        }

        return null;
    }

    public static bool IsDocumentMigration(INamedTypeSymbol type) => BasesOf(type).Any(b => b.Name == "DocumentMigration");

    // The product's classes that a type derives from.
    public static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.ContainingNamespace.ToDisplayString() == "Migrations")
            {
                yield return parent;
            }
        }
    }

    public static bool IsOf(ISymbol type, string name) => type.ContainingNamespace?.ToDisplayString() is { } found && (found == name || found.StartsWith(name + ".", StringComparison.Ordinal));

    // The product's interface of the way back that a method implements, explicitly or not; null if it is none.
    public static INamedTypeSymbol? WayBackOf(ISymbol member) => member.ContainingType?.AllInterfaces
        .Where(i => i.Name.StartsWith("IReversible", StringComparison.Ordinal) && IsOf(i, "Migrations"))
        .FirstOrDefault(i => i.GetMembers().Any(m => SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(m), member)));

    // Written in a way up or down, or in a method of the class that one of them calls.
    public static bool IsInWay(ISymbol member) => ReachedFrom(member).Any(name => Ways.Contains(name));

    // Written where only the way back gets to.
    public static bool IsOnlyInWayBack(ISymbol member)
    {
        var ways = ReachedFrom(member).Where(name => Ways.Contains(name)).ToList();
        return ways.Count > 0 && ways.All(name => name.StartsWith("Down", StringComparison.Ordinal));
    }

    // The names of the members of the class that get to this one, itself among them. By name alone: overloads count as one.
    private static HashSet<string> ReachedFrom(ISymbol member)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { NameOf(member) };
        var members = (member.ContainingType?.DeclaringSyntaxReferences ?? []).SelectMany(r => (r.GetSyntax() as TypeDeclarationSyntax)?.Members ?? default).Select(m => (Name: NameOf(m), m)).Where(m => m.Name is not null).ToList();
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            foreach (var (name, _) in members.Where(m => !reached.Contains(m.Name!) && m.m.DescendantNodes().OfType<SimpleNameSyntax>().Any(n => reached.Contains(n.Identifier.ValueText))).ToList())
            {
                reached.Add(name!);
            }
        }

        return reached;
    }

    private static string NameOf(ISymbol member)
    {
        var name = (member as IMethodSymbol)?.AssociatedSymbol?.Name ?? member.Name;
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    };
}
