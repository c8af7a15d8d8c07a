using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Migrations.CodeFixes;

/// <summary>Adds the attribute that says why: [Irreversible] in the place of a way back that does nothing, [Destructive] on what destroys data.</summary>
/// <remarks>Only one at a time, and not by dotnet format: the reason is for the author to write.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReasonCodeFix : CodeFixProvider
{
    private const string Destroys = "MIG1130";
    private const string Reason = "TODO: say why.";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MIG1129", "MIG1426", Destroys];

    /// <inheritdoc />
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root?.FindNode(context.Span);
        if (node?.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } migration || model is null)
        {
            return;
        }

        if (context.Diagnostics[0].Id == Destroys)
        {
            Register(context, "Say why it is [Destructive]", root!, migration, () => WithAttribute(migration, "Destructive"));
        }
        else if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } down)
        {
            Register(context, "Say why it is [Irreversible], and remove the way back", root!, migration, () => WithAttribute(Without(migration, down, model, context.CancellationToken), "Irreversible"));
        }
    }

    private static void Register(CodeFixContext context, string title, SyntaxNode root, ClassDeclarationSyntax migration, System.Func<ClassDeclarationSyntax> change) =>
        context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(migration, change()))), title), context.Diagnostics);

    // Without the way back, and without the interface that asks for it.
    private static ClassDeclarationSyntax Without(ClassDeclarationSyntax migration, MethodDeclarationSyntax down, SemanticModel model, CancellationToken cancellationToken)
    {
        var reversible = migration.BaseList!.Types.Where(t => model.GetTypeInfo(t.Type, cancellationToken).Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } type && type.Name.StartsWith("IReversible", System.StringComparison.Ordinal) && type.ContainingNamespace.ToDisplayString() == "Migrations").ToList();
        var end = migration.BaseList.GetTrailingTrivia();
        var rest = migration.TrackNodes([down, .. reversible]);
        rest = rest.RemoveNode(rest.GetCurrentNode(down)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        rest = rest.RemoveNodes(reversible.Select(t => rest.GetCurrentNode(t)!), SyntaxRemoveOptions.KeepNoTrivia)!;
        return rest.BaseList is { } bases ? rest.WithBaseList(bases.WithTrailingTrivia(end)) : rest;
    }

    private static ClassDeclarationSyntax WithAttribute(ClassDeclarationSyntax migration, string name)
    {
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(Reason)));
        var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("Migrations." + name).WithAdditionalAnnotations(Simplifier.Annotation), SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
        var start = migration.GetLeadingTrivia();
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute)).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        return migration.AttributeLists.Count > 0 ? migration.AddAttributeLists(list) : migration.WithLeadingTrivia().AddAttributeLists(list).WithLeadingTrivia(start);
    }
}
