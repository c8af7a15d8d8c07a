using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrations.Analyzers.Registry;

// Finds members that nobody has written yet: the product calls them, and all they do is throw NotSupportedException or NotImplementedException, as in a generated file.
internal static class Stubs
{
    // These are overrides as well, but not stubs: the one is only called on the way back, and a check that always fails is intended.
    private const string DownFilter = "DownFilter";
    private const string Check = "VerifyAsync";

    public static string? OfUp(MigrationRoots roots, Compilation compilation, CancellationToken cancellationToken) =>
        Find(Overrides(roots).Where(m => m.Name is not (DownFilter or Check)), compilation, cancellationToken);

    public static string? OfDown(MigrationRoots roots, Compilation compilation, CancellationToken cancellationToken) =>
        Find(roots.Down.Concat(roots.Down.Count > 0 ? Overrides(roots).Where(m => m.Name == DownFilter) : []), compilation, cancellationToken);

    private static string? Find(IEnumerable<ISymbol> members, Compilation compilation, CancellationToken cancellationToken)
    {
        var names = members.Where(m => m.DeclaringSyntaxReferences.Any(r => IsStub(r.GetSyntax(cancellationToken), compilation, cancellationToken))).Select(m => m.Name.Split('.').Last()).Distinct().ToList();
        return names.Count == 0 ? null : string.Join(", ", names);
    }

    // The product's members that these classes override, each where it was overridden last.
    private static IEnumerable<ISymbol> Overrides(MigrationRoots roots)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var member in roots.Classes.SelectMany(c => c.GetMembers()))
        {
            var (below, isLast) = (OverriddenBy(member), !overridden.Contains(member.OriginalDefinition));
            if (below is null)
            {
                continue;
            }

            overridden.Add(below.OriginalDefinition);
            if (isLast && IsOfTheProduct(member))
            {
                yield return member;
            }
        }
    }

    private static bool IsOfTheProduct(ISymbol member)
    {
        while (OverriddenBy(member) is { } below)
        {
            member = below;
        }

        return member.DeclaringSyntaxReferences.Length == 0 && member.ContainingNamespace.ToDisplayString() == "Migrations";
    }

    private static ISymbol? OverriddenBy(ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: null } method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static bool IsStub(SyntaxNode declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
        return BodyOf(declaration) switch
        {
            ArrowExpressionClauseSyntax { Expression: ThrowExpressionSyntax thrown } => SaysNotThere(thrown.Expression, model, cancellationToken),
            BlockSyntax block when block.Statements.LastOrDefault() is ThrowStatementSyntax { Expression: { } thrown } => NeverReturns(block, model) && SaysNotThere(thrown, model, cancellationToken),
            _ => false,
        };
    }

    private static SyntaxNode? BodyOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.ExpressionBody ?? method.Body,
        PropertyDeclarationSyntax { ExpressionBody: { } body } => body,
        PropertyDeclarationSyntax property => property.AccessorList?.Accessors.Select(a => (SyntaxNode?)a.ExpressionBody ?? a.Body).FirstOrDefault(b => b is not null),
        _ => null,
    };

    private static bool NeverReturns(BlockSyntax block, SemanticModel model) => model.AnalyzeControlFlow(block) is { Succeeded: true, EndPointIsReachable: false, ReturnStatements.IsEmpty: true };

    private static bool SaysNotThere(ExpressionSyntax thrown, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var type = model.GetTypeInfo(thrown, cancellationToken).Type; type is not null; type = type.BaseType)
        {
            if (type.Name is nameof(NotSupportedException) or nameof(NotImplementedException) && type.ContainingNamespace.ToDisplayString() == "System")
            {
                return true;
            }
        }

        return false;
    }
}
