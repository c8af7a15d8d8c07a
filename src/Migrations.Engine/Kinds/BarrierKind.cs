using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds;

internal sealed class BarrierKind : BodyKind
{
    public override string Name => "barrier";

    public override string Summary => "no path crosses it";

    public override bool IsBarrier => true;

    internal override bool WritesAnywhere => false;

    internal override bool Includes(Type migration) => typeof(Barrier).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => false;
}
