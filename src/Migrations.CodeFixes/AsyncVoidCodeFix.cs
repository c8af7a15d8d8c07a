using System.Collections.Generic;
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

/// <summary>Lets an async void method return Task, and awaits it where it is called in async code of the file. Elsewhere MIG1126 then says what is left.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AsyncVoidCodeFix : CodeFixProvider
{
    private const string Title = "Return Task and await it";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MIG1123"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        var function = root?.FindNode(context.Span).FirstAncestorOrSelf<SyntaxNode>(n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
        if (model is not null && function is MethodDeclarationSyntax or LocalFunctionStatementSyntax && model!.GetDeclaredSymbol(function, context.CancellationToken) is IMethodSymbol { IsOverride: false, ReturnsVoid: true } method)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(Fixed(root!, function, Calls(root!, method, model, context.CancellationToken)))), Title), context.Diagnostics);
        }
    }

    private static List<InvocationExpressionSyntax> Calls(SyntaxNode root, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken) =>
        [.. root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => c.Parent is ExpressionStatementSyntax && AsyncFunction.Of(c) is { } caller && AsyncFunction.IsAsync(caller) && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(c, cancellationToken).Symbol, method))];

    private static SyntaxNode Fixed(SyntaxNode root, SyntaxNode function, List<InvocationExpressionSyntax> calls)
    {
        var type = function is MethodDeclarationSyntax method ? method.ReturnType : ((LocalFunctionStatementSyntax)function).ReturnType;
        var task = SyntaxFactory.ParseTypeName("System.Threading.Tasks.Task").WithTriviaFrom(type).WithAdditionalAnnotations(Simplifier.Annotation);
        return root.ReplaceNodes(calls.Append<SyntaxNode>(type), (before, now) => before == type ? task
            : SyntaxFactory.AwaitExpression(((ExpressionSyntax)now).WithoutTrivia()).WithTriviaFrom(now).WithAdditionalAnnotations(Formatter.Annotation));
    }
}
