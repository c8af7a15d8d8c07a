using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Planning;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Expecting;

// What a pending migration expects of the database, as far as no migration before it can have made it.
internal sealed record Expectation(MigrationDescriptor Migration, string Collection)
{
    public bool MayBeMissing { get; init; }

    public BsonDocument Filter { get; init; } = [];

    // The member names of the documents that it reads; empty if unknown.
    public IReadOnlyList<ExpectedMember> Members { get; init; } = [];
}

// A member of the class that a typed migration reads. One that the migration writes as well may be new: only a name that is almost another one counts as wrong.
internal sealed record ExpectedMember(string Element, string Name, bool MayBeNew);

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

internal static class ExpectationReader
{
    // Null if it has no collection of its own, or does not say which.
    public static Expectation? Read(MigrationDescriptor migration)
    {
        try
        {
            return Read(migration, StepBodies.Of(new PlannedStep { Migration = migration }));
        }
#pragma warning disable CA1031 // The author's code may throw anything. It does not matter here; the run will fail with the same error and report where.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static Expectation? Read(MigrationDescriptor migration, MigrationBody body) => migration.Kind.CollectionOf(body) is not { } collection ? null : new Expectation(migration, collection)
    {
        MayBeMissing = migration.Kind.MayBeMissing(body),
        Filter = migration.Kind is DocumentKind kind ? kind.SourceOf((DocumentMigration)body, MigrationDirection.Up).Filter : [],
        Members = migration.Kind is TypedKind ? [.. MembersOf(migration.Type)] : [],
    };

    private static IEnumerable<ExpectedMember> MembersOf(Type migration)
    {
        var (before, after) = DocumentTypes.Of(migration)!.Value;
        return ShapeFactory.Of(BsonSerializer.LookupSerializer(before)) is ClassShape shape
            ? shape.Members.Where(m => m.ElementName != "_id").Select(m => new ExpectedMember(m.ElementName, m.Name, before == after))
            : [];
    }
}
