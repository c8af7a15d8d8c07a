using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Driver;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Definitions;

/// <summary>Finds updates that add to documents and leave their filter true, so that a second time adds again. Only where both stand in the source.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConvergenceAnalyzer : DiagnosticAnalyzer
{
    // What comes out differently when it is done twice.
    private static readonly string[] Adding = ["$inc", "$mul", "$push", "$pop"];

    private static readonly DiagnosticDescriptor StaysTrue = BodyRule.Information(
        "MIG1128", "An update leaves its filter true", "'{0}' does {1} where {2}, and the update changes nothing of that: done a second time, for example without transactions after a failure, it changes the same documents again; set or remove a field that the filter asks for");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [StaysTrue];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(CheckCall, OperationKind.Invocation);
        context.RegisterSymbolStartAction(CheckPipelineMigration, SymbolKind.NamedType);
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (DriverCall.NameOn(call, "IMongoCollection") == "UpdateMany" && MigrationSymbols.MigrationOf(context.ContainingSymbol) is { } migration
            && Fault(DefinitionReader.Read(DriverCall.Argument(call, "filter")), DefinitionReader.Read(DriverCall.Argument(call, "update"))) is var (operators, fields))
        {
            context.ReportDiagnostic(Diagnostic.Create(StaysTrue, call.Syntax.GetLocation(), migration.Name, operators, fields));
        }
    }

    // Its filter and its update are two properties.
    private static void CheckPipelineMigration(SymbolStartAnalysisContext context)
    {
        if (!MigrationSymbols.BasesOf((INamedTypeSymbol)context.Symbol).Any(b => b.Name == "PipelineMigration"))
        {
            return;
        }

        var read = new System.Collections.Concurrent.ConcurrentDictionary<string, (LiteralDocument? Definition, Location Place)>(StringComparer.Ordinal);
        context.RegisterOperationAction(
            c =>
            {
                if (c.ContainingSymbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol { Name: "Filter" or "Update" } property } && c.Operation is IReturnOperation { ReturnedValue: { } value })
                {
                    read[property.Name] = (DefinitionReader.Read(value), property.Locations[0]);
                }
            },
            OperationKind.Return);
        context.RegisterSymbolEndAction(c =>
        {
            if (read.TryGetValue("Filter", out var filter) && read.TryGetValue("Update", out var update) && Fault(filter.Definition, update.Definition) is var (operators, fields))
            {
                c.ReportDiagnostic(Diagnostic.Create(StaysTrue, filter.Place, c.Symbol.Name, operators, fields));
            }
        });
    }

    // Only filters that ask whether fields are there: those are written to leave out what is done.
    private static (string Operators, string Fields)? Fault(LiteralDocument? filter, LiteralDocument? update)
    {
        if (filter is not { Fields.Count: > 0 } || update is null || filter.Fields.Any(f => Existence(f.Value) is null) || update.Names.Any(n => !n.StartsWith("$", StringComparison.Ordinal)))
        {
            return null;
        }

        var adding = update.Names.Where(n => Adding.Contains(n)).ToList();
        var written = update.Fields.SelectMany(o => Written(o.Value)).ToList();
        return adding.Count == 0 || filter.Names.Any(asked => written.Any(w => Touches(w, asked)))
            ? null
            : (string.Join(" and ", adding), string.Join(" and ", filter.Fields.Select(f => $"'{f.Key}' {(Existence(f.Value) == true ? "exists" : "does not exist")}")));
    }

    private static bool? Existence(object value) => value is LiteralDocument { Fields: [{ Key: "$exists", Value: bool exists }] } ? exists : null;

    // $rename writes the name in its value, too.
    private static IEnumerable<string> Written(object fields) => fields is LiteralDocument document ? document.Names.Concat(document.Fields.Select(f => f.Value).OfType<string>()) : [""];

    private static bool Touches(string written, string asked) =>
        written.Length == 0 || written.Equals(asked, StringComparison.OrdinalIgnoreCase)
        || written.StartsWith(asked + ".", StringComparison.OrdinalIgnoreCase) || asked.StartsWith(written + ".", StringComparison.OrdinalIgnoreCase);
}
