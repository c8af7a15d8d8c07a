using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Driver;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Destruction;

// Calls that destroy data, or indexes, in a way that no later call brings back.
internal static class DestructiveCall
{
    // What it does, for people; null if it destroys nothing, or that cannot be told.
    public static string? Describe(IInvocationOperation call) =>
        OnDatabase(call) ?? OnCollection(call) ?? OnStages(call);

    private static string? OnDatabase(IInvocationOperation call) => (DriverCall.NameOn(call, "IMongoDatabase"), DriverCall.NameOn(call, "IMongoClient")) switch
    {
        ("DropCollection", _) => IsMadeHere(call, "name") ? null : $"drops {Named(call, "name")}",
        ("RenameCollection", _) when DropsTarget(DriverCall.Plain(DriverCall.Argument(call, "options"))) => $"replaces {Named(call, "newName")}",
        (_, "DropDatabase") => "drops a database",
        ("RunCommand", _) => OfCommand(Command(DriverCall.Argument(call, "command"))),
        _ => null,
    };

    private static bool DropsTarget(IOperation? options) => options is IObjectCreationOperation { Initializer.Initializers: var settings }
        && settings.OfType<ISimpleAssignmentOperation>().Any(s => s is { Target: IPropertyReferenceOperation { Property.Name: "DropTarget" } } && DriverCall.Plain(s.Value) is { ConstantValue: { HasValue: true, Value: true } });

    private static string? OnCollection(IInvocationOperation call) => (DriverCall.NameOn(call, "IMongoCollection"), DriverCall.NameOn(call, "IMongoIndexManager")) switch
    {
        ("DeleteMany", _) when DefinitionReader.IsEmpty(DriverCall.Argument(call, "filter")) => "deletes all documents of a collection",
        (_, "DropAll") => "drops all indexes of a collection",
        _ => null,
    };

    private static string? OnStages(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Out" or "OutAsync" } when MigrationSymbols.IsOf(call.TargetMethod.ContainingType, "MongoDB.Driver") => "replaces a collection with $out",
        { Name: "Aggregate" or "AggregateAsync" or "AggregateToCollection" or "AggregateToCollectionAsync" } when DriverCall.NameOn(call, "IMongoCollection") is not null && HasOut(DriverCall.Argument(call, "pipeline")) => "replaces a collection with $out",
        { Name: "AppendStage" } when DefinitionReader.Read(DriverCall.Argument(call, "stage")) is { Fields: [{ Key: "$out" }] } => "replaces a collection with $out",
        _ => null,
    };

    private static string? OfCommand(LiteralDocument? command) => command?.Fields is not [var first, ..] ? null : first.Key switch
    {
        "drop" => first.Value is string name ? $"drops '{name}'" : "drops a collection",
        "dropDatabase" => "drops the database",
        "dropIndexes" or "deleteIndexes" when command["index"] is "*" => "drops all indexes of a collection",
        "delete" when command["deletes"] is IReadOnlyList<object> deletes && deletes.OfType<LiteralDocument>().Any(d => d["q"] is LiteralDocument { Fields.Count: 0 } && d["limit"] is 0d) => "deletes all documents of a collection",
        "aggregate" when command["pipeline"] is IReadOnlyList<object> stages && stages.Any(IsOut) => "replaces a collection with $out",
        _ => null,
    };

    // new JsonCommand<BsonDocument>("...") and the like.
    private static LiteralDocument? Command(IOperation? command) =>
        DriverCall.Plain(command) is IObjectCreationOperation { Type.Name: "JsonCommand" or "BsonDocumentCommand", Arguments: [var first, ..] } ? DefinitionReader.Read(first.Value) : DefinitionReader.Read(command);

    private static bool HasOut(IOperation? pipeline) => DriverCall.Plain(pipeline) switch
    {
        IArrayCreationOperation { Initializer.ElementValues: var stages } => stages.Any(s => DefinitionReader.Read(s) is { } stage && IsOut(stage)),
        ICollectionExpressionOperation { Elements: var stages } => stages.Any(s => DefinitionReader.Read(s) is { } stage && IsOut(stage)),
        { ConstantValue: { HasValue: true, Value: string text } } => ShellText.ReadList(text)?.Any(IsOut) == true,
        _ => false,
    };

    private static bool IsOut(object stage) => stage is LiteralDocument { Fields: [{ Key: "$out" }] };

    private static string Named(IInvocationOperation call, string parameter) => Constant(call, parameter) is { } name ? $"'{name}'" : "a collection";

    private static string? Constant(IInvocationOperation call, string parameter) => DriverCall.Plain(DriverCall.Argument(call, parameter)) is { ConstantValue: { HasValue: true, Value: string name } } ? name : null;

    // A collection that the same body creates is its own to drop.
    private static bool IsMadeHere(IInvocationOperation call, string parameter)
    {
        var root = (IOperation)call;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return Constant(call, parameter) is { } name && root.Descendants().OfType<IInvocationOperation>().Any(c => DriverCall.NameOn(c, "IMongoDatabase") == "CreateCollection" && Constant(c, parameter) == name);
    }
}

// What the way up of a migration destroys, as the registry lists it.
internal static class DestructiveWay
{
    private static readonly string[] Names = ["DropCollection", "DropDatabase", "DropAll", "RenameCollection", "RunCommand", "DeleteMany", "Out", "Aggregate", "AggregateToCollection", "AppendStage"];

    // Null if nothing is known to be destroyed.
    public static string? Find(IEnumerable<INamedTypeSymbol> classes, Compilation compilation, CancellationToken cancellationToken)
    {
        var found = classes.SelectMany(c => c.DeclaringSyntaxReferences).SelectMany(r => Find(r.GetSyntax(cancellationToken), compilation, cancellationToken)).Distinct().ToList();
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    private static IEnumerable<string> Find(SyntaxNode declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var syntax in declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsCandidate))
        {
            var model = compilation.GetSemanticModel(syntax.SyntaxTree);
            if (model.GetOperation(syntax, cancellationToken) is IInvocationOperation call && DestructiveCall.Describe(call) is { } what && model.GetEnclosingSymbol(syntax.SpanStart, cancellationToken) is { } owner && !MigrationSymbols.IsOnlyInWayBack(Member(owner)))
            {
                yield return what;
            }
        }
    }

    private static bool IsCandidate(InvocationExpressionSyntax syntax)
    {
        var name = syntax.Expression switch { MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText, MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText, _ => "" };
        return Names.Contains(name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name);
    }

    // A lambda or local function stands in a member.
    private static ISymbol Member(ISymbol symbol)
    {
        while (symbol.ContainingSymbol is IMethodSymbol owner)
        {
            symbol = owner;
        }

        return symbol;
    }
}
