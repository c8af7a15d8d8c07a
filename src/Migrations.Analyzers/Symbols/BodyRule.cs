using Microsoft.CodeAnalysis;
using Migrations.Shared;

namespace Migrations.Analyzers.Symbols;

// A rule for the code of migrations. Certain ones are warnings; where only the author knows, it is information, which builds do not print.
internal static class BodyRule
{
    public static DiagnosticDescriptor Warning(string id, string title, string text) => Create(id, title, text, DiagnosticSeverity.Warning);

    public static DiagnosticDescriptor Information(string id, string title, string text) => Create(id, title, text, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string text, DiagnosticSeverity severity) =>
        new(id, title, text, "Migrations", severity, isEnabledByDefault: true, helpLinkUri: HostContract.ErrorPages + id.ToLowerInvariant());
}
