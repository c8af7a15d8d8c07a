using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Migrations.Analyzers.Definitions;

/// <summary>Finds values that are inserted into the text of a filter, an update or a pipeline, where a quote or a brace in them changes what the text means.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefinitionTextAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor ValueInText = new(
        "MIG1116", "A value is inserted into the text of a definition", "A value is inserted into the text of a {0}, where a quote or a brace in it changes what the text means; use builders, a lambda or a BsonDocument", "Migrations", DiagnosticSeverity.Error, true);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ValueInText];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(CheckConversion, OperationKind.Conversion);
        context.RegisterOperationAction(CheckArgument, OperationKind.Argument);
    }

    private static void CheckConversion(OperationAnalysisContext context)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.OperatorMethod is { ContainingType: var type } && IsDefinition(type))
        {
            Report(context, conversion.Operand, type.Name);
        }
    }

    // BsonDocument.Parse(...), new JsonFilterDefinition<T>(...).
    private static void CheckArgument(OperationAnalysisContext context)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parameter is { Ordinal: 0, Type.SpecialType: SpecialType.System_String, ContainingSymbol: IMethodSymbol method } && ReadsText(method))
        {
            Report(context, argument.Value, method.ContainingType.Name);
        }
    }

    private static bool ReadsText(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor } => IsDefinition(method.ContainingType),
        { Name: "Parse", ContainingType.Name: "BsonDocument" } => IsOf(method.ContainingType, "MongoDB.Bson"),
        _ => false,
    };

    private static bool IsDefinition(INamedTypeSymbol type) => type.Name.EndsWith("Definition", StringComparison.Ordinal) && type.Name != "StringFieldDefinition" && type.Name != "FieldDefinition" && IsOf(type, "MongoDB.Driver");

    private static bool IsOf(INamedTypeSymbol type, string name) => type.ContainingNamespace.ToDisplayString() is var found && (found == name || found.StartsWith(name + ".", StringComparison.Ordinal));

    private static void Report(OperationAnalysisContext context, IOperation text, string type)
    {
        if (HoldsValue(text))
        {
            context.ReportDiagnostic(Diagnostic.Create(ValueInText, text.Syntax.GetLocation(), type));
        }
    }

    private static bool HoldsValue(IOperation text) => !text.ConstantValue.HasValue && text switch
    {
        IInterpolatedStringOperation interpolated => interpolated.Parts.OfType<IInterpolationOperation>().Any(hole => !hole.Expression.ConstantValue.HasValue),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } => true,
        IParenthesizedOperation parentheses => HoldsValue(parentheses.Operand),
        _ => false,
    };
}
