using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Host.Sources;

namespace Migrations.Host.Ordering;

// An unreleased migration that gets another id.
internal sealed record Renumbering(MigrationSource Migration, string NewId);

// An unreleased migration of a line that goes on from the newest released revision.
internal sealed record Reparenting(MigrationSource Migration, string NewParent);

// Which unreleased migrations must change so that all released ones come before them. What is released is never changed. Pure.
internal sealed record OrderPlan(IReadOnlyList<MigrationSource> Unreleased, IReadOnlyList<Renumbering> Renumberings, IReadOnlyList<Reparenting> Reparentings)
{
    public bool IsEmpty => Renumberings.Count == 0 && Reparentings.Count == 0;

    public static OrderPlan Create(IReadOnlyCollection<MigrationSource> released, IReadOnlyCollection<MigrationSource> present)
    {
        var releasedIds = released.Select(Identity).ToHashSet();
        var unreleased = present.Where(m => !releasedIds.Contains(Identity(m))).ToList();
        var (renumberings, reparentings) = (new List<Renumbering>(), new List<Reparenting>());
        var taken = released.Concat(present).Select(Identity).ToHashSet();
        foreach (var line in unreleased.Where(m => m.OneShot is null).GroupBy(m => (m.Tree, m.Line)))
        {
            var before = released.Where(m => m.OneShot is null && (m.Tree, m.Line) == line.Key && m.Id is not null).ToList();
            if (before.Count > 0)
            {
                renumberings.AddRange(Renumber(before, [.. line], taken));
                reparentings.AddRange(Reparent(before, [.. line]));
            }
        }

        return new OrderPlan(unreleased, renumberings, reparentings);
    }

    // The late ones follow the newest released one a second apart and keep their order; what they would overtake moves on too.
    private static IEnumerable<Renumbering> Renumber(List<MigrationSource> released, List<MigrationSource> unreleased, HashSet<(string Tree, string? Id)> taken)
    {
        var last = released.Select(m => TimeOf(m.Id!.Text)).Max();
        var own = unreleased.Where(m => TimeOf(m.Id!.Text) is not null).OrderBy(m => m.Id!.Text, RevisionId.Comparer).ToList();
        for (var i = 0; i < own.Count && last is { } time && TimeOf(own[i].Id!.Text) <= time; i++)
        {
            var migration = own[i];
            var later = own.Skip(i + 1).Select(Identity).ToHashSet();
            var next = time;
            string id;
            do
            {
                next = AtSecond(next).AddSeconds(1);
                id = Write(next, migration.Id!.Text);
            }
            while (taken.Contains((migration.Tree, id)) && !later.Contains((migration.Tree, id)));

            taken.Add((migration.Tree, id));
            last = next;
            yield return new Renumbering(migration, id);
        }
    }

    // Two that go on from the same revision would leave the line with two ends.
    private static IEnumerable<Reparenting> Reparent(List<MigrationSource> released, List<MigrationSource> unreleased)
    {
        var head = SourceLine.HeadOf(released)!;
        return unreleased
            .Where(m => m.Parent is { } parent && !SourceLine.Names(parent.Text, head) && (parent.Text == SourceLine.Base || released.Exists(r => SourceLine.Names(parent.Text, r))) && !unreleased.Exists(u => SourceLine.Names(parent.Text, u)))
            .Select(m => new Reparenting(m, head.Id!.Text));
    }

    private static (string Tree, string? Id) Identity(MigrationSource migration) => (migration.Tree, migration.Id?.Text);

    private static DateTime? TimeOf(string id) => RevisionId.TryGetTime(id, out var time) ? time : null;

    private static DateTime AtSecond(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    // In the form of the id that it replaces.
    private static string Write(DateTime time, string id) => id.Length switch
    {
        10 => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        13 => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        17 => time.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture),
        _ => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
    };
}
