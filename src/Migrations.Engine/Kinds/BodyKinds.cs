using Migrations.Engine.Kinds.Emit;
using Migrations.Engine.Kinds.Fields;
using Migrations.Engine.Kinds.FreeForm;
using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Kinds.Raw;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds;

// The kinds of body.
internal static class BodyKinds
{
    // Any commands on the database.
    public static BodyKind FreeForm { get; } = new FreeFormKind();

    // Any commands, one collection at hand.
    public static BodyKind Collection { get; } = new CollectionKind();

    // Document by document, between two classes.
    public static BodyKind Typed { get; } = new TypedKind();

    // Document by document, on the bytes.
    public static BodyKind Raw { get; } = new RawKind();

    // An update that the server carries out by itself.
    public static BodyKind Pipeline { get; } = new PipelineKind();

    // Named steps that the server carries out by itself.
    public static BodyKind Fields { get; } = new FieldsKind();

    // Names of moved types.
    public static BodyKind Types { get; } = new TypeMoveKind();

    // Documents are made from documents, in any collection.
    public static BodyKind Emit { get; } = new EmitKind();

    // No body: no path crosses it.
    public static BodyKind Barrier { get; } = new BarrierKind();

    // All kinds that have a body.
    public static IReadOnlyList<BodyKind> All { get; } = [FreeForm, Collection, Typed, Raw, Pipeline, Fields, Types, Emit];

    // Null for a class that does not derive from any.
    public static BodyKind? Of(Type migration) => All.Append(Barrier).SingleOrDefault(kind => kind.Includes(migration));
}

internal sealed class BarrierKind : BodyKind
{
    public override string Name => "barrier";

    public override string Summary => "no path crosses it";

    public override bool IsBarrier => true;

    internal override bool WritesAnywhere => false;

    internal override bool Includes(Type migration) => typeof(Barrier).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => false;
}
