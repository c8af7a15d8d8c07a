using System.Reflection;
using Migrations.Engine.Kinds.Typed.Merging;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed;

internal sealed class TypedKind : TransformKind
{
    public override string Name => "typed";

    public override string Summary => "document by document, two classes";

    internal override bool Includes(Type migration) => DocumentTypes.Of(migration) is not null;

    internal override bool IsReversible(Type migration) =>
        DocumentTypes.Of(migration) is var (before, after) && typeof(IReversible<,>).MakeGenericType(after, before).IsAssignableFrom(migration);

    public override IDocumentTransform CreateTransform(DocumentMigration body, MigrationDirection direction, TypeMap? earlier)
    {
        var types = TypeRewriting.For(body, direction, earlier);
        var (before, after) = DocumentTypes.Of(body.GetType())!.Value;
        return direction == MigrationDirection.Up
            ? Invoke(nameof(Upward), before, after, body, types)
            : Invoke(nameof(Downward), after, before, body, types);
    }

    private static IDocumentTransform Invoke(string method, Type from, Type to, MigrationBody body, TypeRewriting types) =>
        (IDocumentTransform)typeof(TypedKind).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(from, to).Invoke(null, [body, types])!;

    private static TypedTransform<TIn, TOut> Upward<TIn, TOut>(DocumentMigration<TIn, TOut> body, TypeRewriting types)
        where TIn : class
        where TOut : class => new(body.Up, types, ElementRules.Of(body.GetType()));

    private static TypedTransform<TIn, TOut> Downward<TIn, TOut>(IReversible<TIn, TOut> body, TypeRewriting types)
        where TIn : class
        where TOut : class => new(body.Down, types, ElementRules.Of(body.GetType()));
}

internal static class DocumentTypes
{
    // The two type arguments of DocumentMigration<TIn, TOut>, found up the chain of base types.
    public static (Type In, Type Out)? Of(Type migration)
    {
        for (var type = migration; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(DocumentMigration<,>))
            {
                return (type.GenericTypeArguments[0], type.GenericTypeArguments[1]);
            }
        }

        return null;
    }
}
