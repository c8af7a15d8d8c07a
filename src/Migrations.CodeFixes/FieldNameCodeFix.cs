using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Migrations.Analyzers.Definitions;

namespace Migrations.CodeFixes;

/// <summary>Replaces a misspelt field by the one that was probably meant, or by a lambda, which the compiler checks.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FieldNameCodeFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MIG1132"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not LiteralExpressionSyntax literal || !context.Diagnostics[0].Properties.TryGetValue(FieldNameAnalyzer.Nearest, out var name) || name is null)
        {
            return;
        }

        Register(context, root, literal, $"Write \"{name}\"", "Name", SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)));
        if (context.Diagnostics[0].Properties.TryGetValue(FieldNameAnalyzer.Member, out var member) && member is not null)
        {
            Register(context, root, literal, $"Write d => d.{member}", "Lambda", SyntaxFactory.ParseExpression($"d => d.{member}"));
        }
    }

    private static void Register(CodeFixContext context, SyntaxNode root, LiteralExpressionSyntax literal, string title, string key, ExpressionSyntax written) =>
        context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(literal, written.WithTriviaFrom(literal)))), key), context.Diagnostics);
}
