using System.Reflection;
using Migrations.Engine.Kinds.Raw;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Merging;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds;

internal static class TransformFactory
{
    // Earlier are the moved types of the migrations before this one: what typed code reads may still have their old names.
    public static IDocumentTransform Create(MigrationBody body, MigrationDirection direction, TypeMap? earlier = null)
    {
        var types = TypeRewriting.For(body, direction, earlier);
        if (body is TypeMoveMigration)
        {
            return new TypeMoveTransform(types);
        }

        if (body is RawDocumentMigration raw)
        {
            return new RawTransform(direction == MigrationDirection.Up ? raw.Up : ((IReversibleDocument)body).Down, types);
        }

        var (before, after) = DocumentTypes.Of(body.GetType())!.Value;
        return direction == MigrationDirection.Up
            ? Invoke(nameof(Upward), before, after, body, types)
            : Invoke(nameof(Downward), after, before, body, types);
    }

    private static IDocumentTransform Invoke(string method, Type from, Type to, MigrationBody body, TypeRewriting types) =>
        (IDocumentTransform)typeof(TransformFactory).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(from, to).Invoke(null, [body, types])!;

    private static TypedTransform<TIn, TOut> Upward<TIn, TOut>(DocumentMigration<TIn, TOut> body, TypeRewriting types)
        where TIn : class
        where TOut : class => new(body.Up, types, ElementRules.Of(body.GetType()));

    private static TypedTransform<TIn, TOut> Downward<TIn, TOut>(IReversible<TIn, TOut> body, TypeRewriting types)
        where TIn : class
        where TOut : class => new(body.Down, types, ElementRules.Of(body.GetType()));
}
