using System.Collections.Concurrent;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Converting;

// An old class and the new one: for each member of the new one where it comes from.
internal sealed class ClassPair
{
    private static readonly ConcurrentDictionary<(ClassShape Before, ClassShape After), ClassPair> Pairs = new();
    private readonly MemberConversion?[] _passages;
    private readonly int[] _beforeOf;

    private ClassPair(ClassShape before, ClassShape after)
    {
        (Before, After) = (before, after);
        _beforeOf = [.. after.Members.Select(m => before.Find(m.Element))];
        _passages = new MemberConversion?[after.Members.Length];
    }

    public ClassShape Before { get; }

    public ClassShape After { get; }

    public bool IsSame => ReferenceEquals(Before, After);

    public static ClassPair Of(ClassShape before, ClassShape after) => Pairs.GetOrAdd((before, after), static p => new ClassPair(p.Before, p.After));

    // Null if the old class has no such member.
    public MemberConversion? To(int after) => _beforeOf[after] < 0 ? null
        : _passages[after] ??= IsSame ? MemberConversion.Within(After.Members[after].Shape) : MemberConversion.Between(Before.Members[_beforeOf[after]], After.Members[after]);
}
