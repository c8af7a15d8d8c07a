using Migrations.Engine.Kinds.Emit;
using Migrations.Engine.Kinds.Fields;
using Migrations.Engine.Kinds.FreeForm;
using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Kinds.Raw;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds;

/// <summary>The kinds of body.</summary>
public static class BodyKinds
{
    /// <summary>Any commands on the database.</summary>
    public static BodyKind FreeForm { get; } = new FreeFormKind();

    /// <summary>Any commands, one collection at hand.</summary>
    public static BodyKind Collection { get; } = new CollectionKind();

    /// <summary>Document by document, between two classes.</summary>
    public static BodyKind Typed { get; } = new TypedKind();

    /// <summary>Document by document, on the bytes.</summary>
    public static BodyKind Raw { get; } = new RawKind();

    /// <summary>An update that the server carries out by itself.</summary>
    public static BodyKind Pipeline { get; } = new PipelineKind();

    /// <summary>Named steps that the server carries out by itself.</summary>
    public static BodyKind Fields { get; } = new FieldsKind();

    /// <summary>Names of moved types.</summary>
    public static BodyKind Types { get; } = new TypeMoveKind();

    /// <summary>Documents are made from documents, in any collection.</summary>
    public static BodyKind Emit { get; } = new EmitKind();

    /// <summary>No body: no path crosses it.</summary>
    public static BodyKind Barrier { get; } = new BarrierKind();

    /// <summary>All kinds that have a body.</summary>
    public static IReadOnlyList<BodyKind> All { get; } = [FreeForm, Collection, Typed, Raw, Pipeline, Fields, Types, Emit];

    // Null for a class that does not derive from any.
    internal static BodyKind? Of(Type migration) => All.Append(Barrier).SingleOrDefault(kind => kind.Includes(migration));
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
