using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Expecting;

// What pending migrations expect. A wrong warning is worse than none: whatever an earlier migration may have created is not expected.
internal static class ExpectationList
{
    public static IReadOnlyList<Expectation> Of(IEnumerable<PlannedStep> steps)
    {
        var upward = steps.Where(s => s.Direction == MigrationDirection.Up).ToList();
        return InOrder([.. upward.Select(s => s.Migration)], upward.Where(s => s.IsResumed).Select(s => s.Migration));
    }

    // By their ids, which is not the order of a run where migrations depend on other trees.
    public static IReadOnlyList<Expectation> Of(IReadOnlyList<MigrationDescriptor> pending, Func<MigrationDescriptor, bool> isBegun)
    {
        var begun = pending.Where(isBegun);
        return pending.All(m => m.DependsOn.Count == 0)
            ? InOrder(pending, begun)
            : [.. pending.GroupBy(m => m.Tree, StringComparer.Ordinal).Where(tree => pending.All(m => m.Tree == tree.Key || !MayMakeAnything(m))).SelectMany(tree => InOrder([.. tree], begun)).Select(e => e with { Members = [] })];
    }

    // Part of the data may already be migrated.
    private static List<Expectation> InOrder(IReadOnlyList<MigrationDescriptor> pending, IEnumerable<MigrationDescriptor> begun)
    {
        var sure = pending.Take(pending.TakeWhile(m => !MayMakeAnything(m)).Count() + 1);
        var (started, seen) = (begun.ToHashSet(), new HashSet<string>(StringComparer.Ordinal));
        var read = sure.Select(m => (IsBegun: started.Contains(m), Expectation: ExpectationReader.Read(m))).Where(r => r.Expectation is not null).ToList();
        return [.. read.Select(r => (r.IsBegun, Expectation: seen.Add(r.Expectation!.Collection) ? r.Expectation : r.Expectation with { Members = [] })).Where(r => !r.IsBegun).Select(r => r.Expectation)];
    }

    // Commands of all kinds, or documents in any collection.
    private static bool MayMakeAnything(MigrationDescriptor migration) => migration.Kind.WritesAnywhere;
}
