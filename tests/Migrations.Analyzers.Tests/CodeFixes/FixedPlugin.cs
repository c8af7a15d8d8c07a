using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Migrations.Analyzers.Tests.CodeFixes;

// A plugin's source after code fixes, as an editor applies them.
internal static class FixedPlugin
{
    // With the first finding of a code corrected; null if there is no fix for it. The result must compile.
    public static async Task<string?> OfAsync(CodeFixProvider provider, string code, string title = "")
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "plugin", "plugin", LanguageNames.CSharp, compilationOptions: AnalyzedPlugin.Options, metadataReferences: AnalyzedPlugin.References));
        var document = workspace.AddDocument(project.Id, "Body.cs", Microsoft.CodeAnalysis.Text.SourceText.From(AnalyzedPlugin.Usings + code));
        var finding = (await FindAsync(document)).First(d => provider.FixableDiagnosticIds.Contains(d.Id));
        if ((await ActionsAsync(provider, document, finding)).FirstOrDefault(a => a.Title.StartsWith(title, StringComparison.Ordinal)) is not { } action)
        {
            return null;
        }

        var change = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        var changed = change.ChangedSolution.GetDocument(document.Id)!;
        Assert.That((await changed.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        Assert.That((await FindAsync(changed)).Select(d => d.Id), Has.None.EqualTo(finding.Id), "It is still found after the fix.");
        return (await changed.GetTextAsync()).ToString()[AnalyzedPlugin.Usings.Length..];
    }

    private static async Task<IReadOnlyList<Diagnostic>> FindAsync(Document document) => await (await document.Project.GetCompilationAsync())!.WithAnalyzers(AnalyzedPlugin.All).GetAnalyzerDiagnosticsAsync();

    private static async Task<List<CodeAction>> ActionsAsync(CodeFixProvider provider, Document document, Diagnostic finding)
    {
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }
}
