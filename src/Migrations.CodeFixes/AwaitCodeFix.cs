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

namespace Migrations.CodeFixes;

/// <summary>Awaits a task that nobody awaits, and makes the method async where it is not.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitCodeFix : CodeFixProvider
{
    private const string Title = "Await it";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MIG1126"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is ExpressionSyntax call && model is not null
            && call.FirstAncestorOrSelf<StatementSyntax>() is (ExpressionStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }) and { Parent: BlockSyntax } statement
            && AsyncFunction.Of(statement) is { } function && (AsyncFunction.IsAsync(function) || AsyncFunction.CanBecomeAsync(function, model, context.CancellationToken)))
        {
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(Fixed(root, function, statement, call))), Title), context.Diagnostics);
        }
    }

    private static SyntaxNode Fixed(SyntaxNode root, SyntaxNode function, StatementSyntax statement, ExpressionSyntax call)
    {
        var awaited = SyntaxFactory.ExpressionStatement(SyntaxFactory.AwaitExpression(call.WithoutTrivia())).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        if (AsyncFunction.IsAsync(function))
        {
            return root.ReplaceNode(statement, awaited);
        }

        var withAwait = function.ReplaceNode(statement, awaited);
        return root.ReplaceNode(function, AsyncFunction.MakeAsync(withAwait));
    }
}

// A method, a local function or a lambda as far as it concerns await.
internal static class AsyncFunction
{
    public static SyntaxNode? Of(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    public static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default,
        _ => false,
    };

    // Only where the signature stays what it is.
    public static bool CanBecomeAsync(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken) =>
        function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        && model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol { ReturnType: INamedTypeSymbol { Name: "Task", Arity: 0 } type } method && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks"
        && method.Parameters.All(p => p.RefKind == RefKind.None);

    public static SyntaxNode MakeAsync(SyntaxNode function)
    {
        var body = function switch { MethodDeclarationSyntax method => method.Body, LocalFunctionStatementSyntax local => local.Body, _ => null };
        var written = body is null ? function : function.ReplaceNode(body, (BlockSyntax)new ReturnRewriter(body).Visit(body));
        var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return written switch
        {
            MethodDeclarationSyntax { Modifiers.Count: 0 } method => method.WithReturnType(method.ReturnType.WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia())),
            MethodDeclarationSyntax method => method.AddModifiers(keyword),
            LocalFunctionStatementSyntax { Modifiers.Count: 0 } local => local.WithReturnType(local.ReturnType.WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(local.ReturnType.GetLeadingTrivia())),
            LocalFunctionStatementSyntax local => local.AddModifiers(keyword),
            _ => written,
        };
    }

    private static bool IsFunction(SyntaxNode node) => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or BaseMethodDeclarationSyntax;

    // 'return task;' becomes 'await task; return;', and the last return goes.
    private sealed class ReturnRewriter(BlockSyntax body) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var statements = node.Statements.SelectMany(s => s is ReturnStatementSyntax { Expression: not null } returned ? Replacement(returned, node == body && s == node.Statements.Last()) : [(StatementSyntax)Visit(s)!]);
            return node.WithStatements(SyntaxFactory.List(statements));
        }

        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
            node.Expression is null ? node : SyntaxFactory.Block(Replacement(node, isLast: false)).WithAdditionalAnnotations(Formatter.Annotation);

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

        private static StatementSyntax[] Replacement(ReturnStatementSyntax returned, bool isLast)
        {
            var awaited = SyntaxFactory.ExpressionStatement(SyntaxFactory.AwaitExpression(returned.Expression!.WithoutTrivia())).WithTriviaFrom(returned).WithAdditionalAnnotations(Formatter.Annotation);
            var end = SyntaxFactory.ReturnStatement().WithTriviaFrom(returned).WithAdditionalAnnotations(Formatter.Annotation);
            return (returned.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" }, isLast) switch
            {
                (true, true) => [],
                (true, false) => [end],
                (false, true) => [awaited],
                _ => [awaited, end.WithLeadingTrivia()],
            };
        }
    }
}
