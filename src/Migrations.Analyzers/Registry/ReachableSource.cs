using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrations.Analyzers.Registry;

// Follows source from some members to all that they reach in this assembly: members one by one, so that a helper's other methods do not count, and types
// with what every object of them has and runs.
internal sealed class ReachableSource(Compilation compilation, CancellationToken cancellationToken)
{
    // Without namespaces: a type that moves to another one does the same there.
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.CSharpShortErrorMessageFormat;
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> _open = new();
    private readonly SortedSet<string> _pieces = new(StringComparer.Ordinal);

    public string Text => string.Join("\n", _pieces);

    public void Follow(MigrationRoots roots, IEnumerable<ISymbol> members)
    {
        foreach (var type in roots.Classes)
        {
            // Its members are separate roots, so only the head of the class is read: which other interfaces it has does not change what runs.
            _seen.Add(type.OriginalDefinition);
            AddHeads(type);
        }

        foreach (var member in members)
        {
            Reach(member);
        }

        while (_open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(_open.Dequeue());
        }
    }

    private void Reach(ISymbol? symbol)
    {
        var found = symbol switch
        {
            IMethodSymbol { AssociatedSymbol: { } owner } => owner,
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            _ => symbol,
        };
        foreach (var argument in (found as INamedTypeSymbol)?.TypeArguments ?? (found as IMethodSymbol)?.TypeArguments ?? Enumerable.Empty<ITypeSymbol>())
        {
            ReachType(argument);
        }

        if (found is (IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol or INamedTypeSymbol) and { OriginalDefinition: var source } && source.DeclaringSyntaxReferences.Length > 0 && _seen.Add(source))
        {
            _open.Enqueue(source);
        }
    }

    private void ReachType(ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                ReachType(array.ElementType);
                break;
            case INamedTypeSymbol named:
                Reach(named);
                break;
        }
    }

    private void Read(ISymbol symbol)
    {
        if (symbol is INamedTypeSymbol type)
        {
            ReadType(type);
            return;
        }

        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            ReadSource(symbol, Whole(reference.GetSyntax(cancellationToken)));
        }
    }

    // A field's type and attributes stand beside its name, not below it.
    private static SyntaxNode Whole(SyntaxNode node) => node is VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax { Declaration.Variables.Count: 1 } field } ? field : node;

    private void ReadType(INamedTypeSymbol type)
    {
        AddHeads(type);
        ReachType(type.BaseType);
        foreach (var member in type.GetMembers().Where(m => type.TypeKind == TypeKind.Enum ? m is IFieldSymbol : MigrationRoots.IsCalledFromOutside(m)))
        {
            Reach(member);
        }
    }

    // Name, base class, attributes and the parameters of a primary constructor: what a type says before its members.
    private void AddHeads(INamedTypeSymbol type)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)))
        {
            var name = declaration switch { BaseTypeDeclarationSyntax named => named.Identifier.ValueText, DelegateDeclarationSyntax named => named.Identifier.ValueText, _ => "" };
            var parts = declaration switch
            {
                TypeDeclarationSyntax whole => whole.AttributeLists.Cast<SyntaxNode>().Concat(Heads(whole)),
                BaseTypeDeclarationSyntax whole => whole.AttributeLists,
                _ => new[] { declaration },
            };
            _pieces.Add($"{type.TypeKind} {name} : {type.BaseType?.ToDisplayString(Short)}");
            foreach (var part in parts.Where(p => !SourceTokens.IsLeftOut(p)))
            {
                ReadSource(type, part);
            }
        }
    }

    private static IEnumerable<SyntaxNode> Heads(TypeDeclarationSyntax type) =>
        new SyntaxNode?[] { type.ParameterList, (type.BaseList?.Types.FirstOrDefault() as PrimaryConstructorBaseTypeSyntax)?.ArgumentList }.OfType<SyntaxNode>();

    private void ReadSource(ISymbol owner, SyntaxNode node)
    {
        var text = new StringBuilder(owner.ToDisplayString(Short)).Append(": ");
        SourceTokens.Append(text, node);
        _pieces.Add(text.ToString());
        var model = compilation.GetSemanticModel(node.SyntaxTree);
        foreach (var part in node.DescendantNodesAndSelf(inner => !SourceTokens.IsLeftOut(inner)))
        {
            Follow(model, part);
        }
    }

    private void Follow(SemanticModel model, SyntaxNode part)
    {
        switch (part)
        {
            case ExpressionSyntax expression:
                var found = model.GetSymbolInfo(expression, cancellationToken);
                Reach(found.Symbol);
                ReachType(model.GetTypeInfo(expression, cancellationToken).Type);
                Reach(model.GetConversion(expression, cancellationToken).MethodSymbol);
                break;
            case AttributeSyntax or ConstructorInitializerSyntax or OrderingSyntax or SelectOrGroupClauseSyntax:
                Reach(model.GetSymbolInfo(part, cancellationToken).Symbol);
                break;
            case CommonForEachStatementSyntax loop:
                Reach(model.GetForEachStatementInfo(loop).GetEnumeratorMethod);
                break;
        }
    }
}
