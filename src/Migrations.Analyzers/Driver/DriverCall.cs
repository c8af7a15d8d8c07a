using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Driver;

// What a call of MongoDB.Driver is made on, and with what.
internal static class DriverCall
{
    // The method's name without Async, if it is a call on this interface of the driver or one of its extensions; null otherwise.
    public static string? NameOn(IInvocationOperation call, string type) =>
        MigrationSymbols.IsOf(call.TargetMethod.ContainingType, "MongoDB.Driver") && Receiver(call)?.Type is { } receiver && Is(receiver, type) ? ShortName(call.TargetMethod) : null;

    public static string ShortName(IMethodSymbol method) => method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name;

    // What it is called on, also where it is an extension.
    public static IOperation? Receiver(IInvocationOperation call) =>
        Plain(call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value : null));

    public static IOperation? Argument(IInvocationOperation call, string parameter) => call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter && a.ArgumentKind == ArgumentKind.Explicit)?.Value;

    public static bool Is(ITypeSymbol type, string name) => IsNamed(type, name) || type.AllInterfaces.Any(i => IsNamed(i, name));

    public static bool IsNamed(ITypeSymbol? type, string name) => type is not null && type.Name == name && MigrationSymbols.IsOf(type, "MongoDB.Driver");

    // Without conversions, parentheses, await and ConfigureAwait; a variable that is set once is what it is set to.
    public static IOperation? Plain(IOperation? operation)
    {
        for (var steps = 0; steps < 20; steps++)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parentheses:
                    operation = parentheses.Operand;
                    break;
                case IAwaitOperation await:
                    operation = await.Operation;
                    break;
                case IDelegateCreationOperation { Target: IAnonymousFunctionOperation function }:
                    operation = function;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }:
                    operation = task;
                    break;
                case ILocalReferenceOperation local when ValueOf(local) is { } value:
                    operation = value;
                    break;
                default:
                    return operation;
            }
        }

        return operation;
    }

    private static IOperation? ValueOf(ILocalReferenceOperation reference)
    {
        var root = (IOperation)reference;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        var isSetAgain = root.Descendants().Any(o => o switch
        {
            IAssignmentOperation { Target: ILocalReferenceOperation target } => Same(target.Local, reference.Local),
            IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: ILocalReferenceOperation target } => Same(target.Local, reference.Local),
            ILocalReferenceOperation other => Same(other.Local, reference.Local) && CanBeFilled(other.Type) && !IsGivenToDriver(other),
            _ => false,
        });
        return isSetAgain ? null : root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => Same(d.Symbol, reference.Local))?.Initializer?.Value;
    }

    // Unlike definitions, which never change.
    private static bool CanBeFilled(ITypeSymbol? type) => type is IArrayTypeSymbol or { Name: "BsonDocument" };

    private static bool IsGivenToDriver(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation call } && MigrationSymbols.IsOf(call.TargetMethod.ContainingType, "MongoDB.Driver");
    }

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
