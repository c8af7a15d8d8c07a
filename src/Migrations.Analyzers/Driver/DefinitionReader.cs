using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Migrations.Analyzers.Driver;

// Reads definitions of the driver in the forms in which people write them: text, builders, documents, lambdas. What is not understood is null.
internal static class DefinitionReader
{
    public static bool IsEmpty(IOperation? definition) => Read(definition) is { Fields.Count: 0 };

    public static LiteralDocument? Read(IOperation? definition) => DriverCall.Plain(definition) switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => ShellText.Read(text),
        IObjectCreationOperation { Type: { Name: "BsonDocument" } } creation => OfDocument(creation),
        IMemberReferenceOperation { Member: { Name: "Empty" } member } when member.ContainingType.Name.StartsWith("FilterDefinition", StringComparison.Ordinal) => LiteralDocument.Empty,
        IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue.ConstantValue: { HasValue: true, Value: true } }] } => LiteralDocument.Empty,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.And } both => Joined(Read(both.LeftOperand), Read(both.RightOperand)),
        IInvocationOperation call when call.TargetMethod.ContainingType.Name == "FilterDefinitionBuilder" => OfFilter(call),
        IInvocationOperation call when call.TargetMethod.ContainingType.Name is "UpdateDefinitionBuilder" or "UpdateDefinitionExtensions" => OfUpdate(call),
        IInvocationOperation { TargetMethod: { Name: "Parse", ContainingType.Name: "BsonDocument" }, Arguments: [var text] } => Read(text.Value),
        _ => null,
    };

    // A field by its name or by a lambda; null if it is computed.
    public static string? FieldOf(IOperation? field) => DriverCall.Plain(field) switch
    {
        { ConstantValue: { HasValue: true, Value: string name } } => name,
        IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } => PathOf(value),
        _ => null,
    };

    // The name of a member as it is stored, as far as an attribute says so.
    public static string StoredName(ISymbol member) =>
        member.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name is "BsonElementAttribute")?.ConstructorArguments is [{ Value: string name }, ..] ? name
        : member.GetAttributes().Any(a => a.AttributeClass?.Name == "BsonIdAttribute") || member.Name is "Id" or "id" ? "_id"
        : member.Name;

    private static string? PathOf(IOperation value) => value switch
    {
        IConversionOperation conversion => PathOf(conversion.Operand),
        IMemberReferenceOperation { Instance: IParameterReferenceOperation, Member: var member } => StoredName(member),
        IMemberReferenceOperation { Instance: { } owner, Member: var member } when PathOf(owner) is { } path => $"{path}.{StoredName(member)}",
        _ => null,
    };

    private static LiteralDocument? OfDocument(IObjectCreationOperation creation)
    {
        var read = creation.Arguments.Where(a => a.ArgumentKind == ArgumentKind.Explicit).Select(a => a.Value).ToList() switch
        {
            [] => LiteralDocument.Empty,
            [{ ConstantValue: { HasValue: true, Value: string name } }, var value] => LiteralDocument.Of(name, Value(value)),
            _ => null,
        };
        foreach (var part in creation.Initializer?.Initializers ?? [])
        {
            read = Joined(read, part is IInvocationOperation { TargetMethod.Name: "Add", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: string name } }, { Value: var value }] } ? LiteralDocument.Of(name, Value(value)) : null);
        }

        return read;
    }

    private static object Value(IOperation operation) => DriverCall.Plain(operation) switch
    {
        { ConstantValue: { HasValue: true, Value: string or bool } constant } => constant.Value!,
        { ConstantValue: { HasValue: true, Value: IConvertible and not char and var number } } => Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture),
        IObjectCreationOperation { Type.Name: "BsonDocument" } creation => OfDocument(creation) ?? LiteralDocument.Unknown,
        _ => LiteralDocument.Unknown,
    };

    private static LiteralDocument? OfFilter(IInvocationOperation call)
    {
        if (call.TargetMethod.Name == "And" && call.Arguments is [{ Value: IArrayCreationOperation { Initializer.ElementValues: var parts } }])
        {
            return parts.Select(Read).Aggregate((LiteralDocument?)LiteralDocument.Empty, Joined);
        }

        if (FieldOf(DriverCall.Argument(call, "field")) is not { } field)
        {
            return null;
        }

        if (call.TargetMethod.Name != "Exists")
        {
            return LiteralDocument.Of(field, LiteralDocument.Unknown);
        }

        var exists = DriverCall.Argument(call, "exists");
        return LiteralDocument.Of(field, LiteralDocument.Of("$exists", exists is null ? true : exists.ConstantValue is { HasValue: true, Value: bool constant } ? constant : LiteralDocument.Unknown));
    }

    private static LiteralDocument? OfUpdate(IInvocationOperation call)
    {
        var before = call.TargetMethod.ContainingType.Name == "UpdateDefinitionExtensions" ? Read(DriverCall.Receiver(call)) : LiteralDocument.Empty;
        var own = call.TargetMethod.Name == "Combine"
            ? call.Arguments is [{ Value: IArrayCreationOperation { Initializer.ElementValues: var parts } }] ? parts.Select(Read).Aggregate((LiteralDocument?)LiteralDocument.Empty, Joined) : null
            : FieldOf(DriverCall.Argument(call, "field")) is { } field ? LiteralDocument.Of(Operator(call.TargetMethod.Name), Changed(call, field)) : null;
        return Joined(before, own);
    }

    private static LiteralDocument Changed(IInvocationOperation call, string field) =>
        LiteralDocument.Of(field, DriverCall.Argument(call, "newName") is { ConstantValue: { HasValue: true, Value: string newName } } ? newName : LiteralDocument.Unknown);

    private static string Operator(string method) => method switch
    {
        "PushEach" => "$push",
        "AddToSetEach" => "$addToSet",
        "PullAll" => "$pullAll",
        "BitwiseXor" or "BitwiseAnd" or "BitwiseOr" => "$bit",
        "PopFirst" or "PopLast" => "$pop",
        "PullFilter" => "$pull",
        _ => "$" + char.ToLowerInvariant(method[0]) + method.Substring(1),
    };

    private static LiteralDocument? Joined(LiteralDocument? one, LiteralDocument? other) => one is null || other is null ? null : one.With(other);
}
