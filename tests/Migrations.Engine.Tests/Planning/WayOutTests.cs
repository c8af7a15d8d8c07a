using Migrations.Engine.Kinds;
using System.Text.RegularExpressions;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

// Every state that a run can leave has a way out: the commands that the gate and the refusals print are followed, each of them, until the gate is green.
// None of them is 'stamp --force', none goes round in circles, none does nothing.
internal sealed partial class WayOutTests
{
    private const int MostSteps = 8;

    public static IEnumerable<TestCaseData> States =>
        from place in Enum.GetValues<Place>()
        from body in Bodies()
        from left in Left(body)
        from code in Enum.GetValues<Code>()
        where code != Code.WithoutWayBack || left.Record.Direction == MigrationDirection.Down
        // Two lines are never applied at once.
        where place != Place.BesideTheWay || !left.Record.IsApplied
        select new TestCaseData(Case.Of(place, body, left, code)).SetArgDisplayNames($"{place}, {body.Name}, {left.Name}, {code}");

    [TestCaseSource(nameof(States))]
    public void Every_state_has_a_way_out_and_each_advice_is_one(Case start)
    {
        var advice = AdviceOf(start);

        Assert.That(advice.Count > 0 || Findings(start).Count == 0, Is.True, () => $"No advice in: {TextOf(start)}");
        foreach (var first in advice)
        {
            Follow(start, first);
        }
    }

    [Test]
    public void A_tree_whose_place_was_never_said_has_a_way_out()
    {
        var state = new DatabaseState([new HeadRecord { Tree = "main", IsUnknown = true }], []);

        Follow(new Case(GraphOf(Migration(1), Migration(2)), state, null), "migrations stamp main@base");
    }

    [Test]
    public void The_states_are_many() => Assert.That(States.Count(), Is.GreaterThan(300));

    private static void Follow(Case start, string first)
    {
        var (at, path, next) = (start, new List<string>(), (string?)first);
        while (next is not null)
        {
            path.Add(next);
            Assert.That(path, Has.Count.LessThanOrEqualTo(MostSteps), () => $"It leads nowhere: {string.Join(" -> ", path)}\n{TextOf(at)}");
            Assert.That(next, Does.Not.Contain("stamp --force"), () => string.Join(" -> ", path));
            try
            {
                at = Run(at, next);
                next = AdviceOf(at).FirstOrDefault();
                Assert.That(next is not null || Findings(at).Count == 0, Is.True, () => $"No advice after {string.Join(" -> ", path)}: {TextOf(at)}");
            }
            catch (MigrationException refusal)
            {
                var last = next;
                next = Commands(refusal.Message).FirstOrDefault(c => c != last);
                Assert.That(next, Is.Not.Null, () => $"A refusal without advice after {string.Join(" -> ", path)}: MIG{(int)refusal.Code} {refusal.Message}");
            }
        }

        Assert.That(Findings(at), Is.Empty);
    }

    private static Case Run(Case at, string command)
    {
        if (command == Restore)
        {
            return at with { Graph = at.Restored!, Restored = null };
        }

        var words = command.Split(' ')[1..];
        var state = words[0] switch
        {
            "migrate" or "rollback" => Apply(at, Request(words)),
            "accept" => Accept(at, words),
            "stamp" => StampPlan.Create(at.Graph, at.State, new StampRequest { At = [words[1]] }, ("db", null)).ApplyTo(at.State),
            var other => throw new InvalidOperationException($"'{other}' leads nowhere."),
        };
        return at with { State = state };
    }

    private static DatabaseState Apply(Case at, PlanRequest request)
    {
        var plan = Plan.Create(at.Graph, at.State, request);
        Assert.That(plan.Steps, Is.Not.Empty, () => $"It does nothing: {request}\n{TextOf(at)}");
        return After(at.State, plan);
    }

    private static DatabaseState Accept(Case at, string[] words)
    {
        SettledAs? outcome = words.Contains("--as") ? Enum.Parse<SettledAs>(words[^1], ignoreCase: true) : null;
        var acceptance = Acceptance.Create(at.Graph, at.State, new AcceptRequest([words[1]], outcome));
        Assert.That(acceptance.Changes.Count + acceptance.Settled.Count, Is.EqualTo(1));
        var heads = at.State.Heads.ToDictionary(h => h.Tree);
        acceptance.Settled.ToList().ForEach(s => heads[s.Head.Tree] = s.Head);
        var changed = acceptance.Changes.Select(c => c.Record with { Checksum = c.Migration.Checksum })
            .Concat(acceptance.Settled.Select(s => new AppliedMigration { Tree = s.Record.Tree, Id = s.Record.Id, Status = s.As == SettledAs.Applied ? AppliedStatus.Done : AppliedStatus.RolledBack, Checksum = s.Checksum ?? "" }))
            .ToList();
        return new DatabaseState(heads.Values, at.State.Records.Where(r => !changed.Exists(c => c.Id == r.Id)).Concat(changed));
    }

    private static PlanRequest Request(string[] words)
    {
        string? Value(string option) => Array.IndexOf(words, option) is var at and >= 0 ? words[at + 1] : null;
        var known = new[] { "--tree", "--to", "--distance", "--via", "--late", "--accept-changed", "--accept-half-done" };
        Assert.That(words.Where(w => w.StartsWith("--", StringComparison.Ordinal)), Is.SubsetOf(known));
        return new PlanRequest
        {
            Direction = words[0] == "migrate" ? MigrationDirection.Up : MigrationDirection.Down,
            Tree = Value("--tree"),
            To = Value("--to"),
            Via = Value("--via"),
            Distance = Value("--distance") is { } distance ? int.Parse(distance, System.Globalization.CultureInfo.InvariantCulture) : null,
            Late = Value("--late") is { } late ? Enum.Parse<LatePolicy>(late, ignoreCase: true) : default,
            AcceptChanged = Value("--accept-changed") is { } changed ? [changed] : [],
            AcceptHalfDone = Value("--accept-half-done") is { } half ? [half] : [],
        };
    }

    private const string Restore = "restore the file";

    private static List<string> AdviceOf(Case at)
    {
        var findings = Findings(at);
        var restore = at.Restored is not null && findings.Exists(f => f.Contains("estore the file", StringComparison.Ordinal) || f.Contains("estore its Down", StringComparison.Ordinal) || f.Contains("restore their files", StringComparison.Ordinal)) ? [Restore] : Array.Empty<string>();
        return [.. findings.SelectMany(Commands).Concat(restore).Distinct()];
    }

    private static List<string> Findings(Case at) => [.. VerifyReport.Create(at.Graph, at.State, null).Findings.Select(f => f.Text)];

    private static string TextOf(Case at) => string.Join('\n', Findings(at));

    // Those that lead somewhere; the others look.
    private static IEnumerable<string> Commands(string text) => Command().Matches(text).Select(m => m.Groups[1].Value).Where(c => c.Split(' ')[1] is "migrate" or "rollback" or "accept" or "stamp");

    [GeneratedRegex("'(migrations [^']+)'")]
    private static partial Regex Command();

    private static IEnumerable<Body> Bodies() =>
    [
        new("free", BodyKinds.FreeForm, IsReversible: true),
        new("free, no way back", BodyKinds.FreeForm, IsReversible: false),
        new("free, repeatable", BodyKinds.FreeForm, IsReversible: true, IsRepeatable: true),
        new("documents", BodyKinds.Raw, IsReversible: true),
        new("documents, no way back", BodyKinds.Raw, IsReversible: false),
        new("documents with images", BodyKinds.Raw, IsReversible: false, KeepsImages: true),
    ];

    // What a run may leave of it, when it was killed, cancelled or failed.
    private static IEnumerable<(string Name, AppliedMigration Record)> Left(Body body)
    {
        foreach (var status in new[] { AppliedStatus.Running, AppliedStatus.Failed })
        {
            yield return ($"{status} upward, nothing written", Record(status, MigrationDirection.Up));
            if (body.Kind == BodyKinds.FreeForm)
            {
                yield return ($"{status} upward, half written", Written(Record(status, MigrationDirection.Up)));
                yield return ($"{status} upward, a collection lost", Record(status, MigrationDirection.Up) with { IsPartial = true });
            }
            else
            {
                yield return ($"{status} upward, half done", Checked(Record(status, MigrationDirection.Up), MigrationDirection.Up, body.KeepsImages));
            }

            if (body.IsReversible || body.KeepsImages)
            {
                yield return ($"{status} downward, nothing written", Record(status, MigrationDirection.Down) with { HasImages = body.KeepsImages });
                yield return ($"{status} downward, half done", body.Kind == BodyKinds.FreeForm ? Written(Record(status, MigrationDirection.Down))
                    : body.KeepsImages ? Record(status, MigrationDirection.Down) with { IsPartial = true, HasImages = true, Checkpoint = new UndoCheckpoint(9, new(), null) }
                    : Checked(Record(status, MigrationDirection.Down), MigrationDirection.Down, keepsImages: false));
            }
        }

        yield return ("applied", Record(AppliedStatus.Done, MigrationDirection.Up) with { HasImages = body.KeepsImages });
    }

    private static AppliedMigration Record(AppliedStatus status, MigrationDirection direction) => Applied(2, status: status, direction: direction, checksum: "c") with { Title = "Step 2", DownChecksum = direction == MigrationDirection.Down ? "d" : null };

    private static AppliedMigration Written(AppliedMigration record) => record with { IsPartial = true, Transaction = false, Written = [new CollectionWrites("counters", new WriteCounts { Modified = 3 })] };

    private static AppliedMigration Checked(AppliedMigration record, MigrationDirection direction, bool keepsImages) => record with
    {
        IsPartial = true,
        Checkpoint = new PassCheckpoint(0, 1, 20_000) { KeepsImages = keepsImages, Direction = direction },
        Progress = new RangeSummary { Modified = 4_688, Total = 20_000 },
    };

    public enum Place
    {
        Newest,
        WithPendingAfter,
        WithAppliedAfter,
        OnALine,
        OneShot,
        BesideTheWay,
    }

    public enum Code
    {
        AsItRan,
        Changed,
        Missing,
        WithoutWayBack,
    }

    public sealed record Body(string Name, BodyKind Kind, bool IsReversible, bool KeepsImages = false, bool IsRepeatable = false);

    // The plugin now, and as it was when the migration ran, if that is another.
    public sealed record Case(RevisionGraph Graph, DatabaseState State, RevisionGraph? Restored)
    {
        public static Case Of(Place place, Body body, (string Name, AppliedMigration Record) left, Code code)
        {
            MigrationDescriptor Of(MigrationDescriptor migration) => migration with { Kind = body.Kind, IsReversible = body.IsReversible, KeepsBeforeImages = body.KeepsImages, IsRepeatable = body.IsRepeatable, DownChecksum = body.IsReversible ? "d" : null };
            var ran = place switch
            {
                Place.Newest => [Migration(1), Of(Migration(2))],
                Place.OnALine or Place.BesideTheWay => [Of(Migration(2, line: "uuid", parent: "base")), Migration(4, line: "plain", parent: "base")],
                Place.OneShot => [Migration(1, line: "plain", parent: "base"), Migration(4, line: "uuid", parent: "base", version: "1.0.0"), Of(OneShot(2, "over", Id(1), Id(4)))],
                _ => (MigrationDescriptor[])[Migration(1), Of(Migration(2)), Migration(3)],
            };
            MigrationDescriptor[] now = code switch
            {
                Code.Changed => [.. ran.Select(m => m.Id == Id(2) ? m with { Checksum = "new", DownChecksum = m.DownChecksum is null ? null : "new" } : m)],
                Code.Missing => [.. ran.Where(m => m.Id != Id(2))],
                Code.WithoutWayBack => [.. ran.Select(m => m.Id == Id(2) ? m with { IsReversible = false, KeepsBeforeImages = false, DownChecksum = null } : m)],
                _ => ran,
            };
            var others = place switch
            {
                Place.BesideTheWay => [Applied(4)],
                Place.OnALine => Array.Empty<AppliedMigration>(),
                Place.WithAppliedAfter => [Applied(1), Applied(3)],
                _ => [Applied(1)],
            };
            AppliedMigration[] records = [.. others, left.Record];
            var graph = GraphOf(ran);
            var head = Migrations.Engine.Planning.Trail.Of(graph.Tree("main"), new DatabaseState([new HeadRecord { Tree = "main" }], records)).Position;
            var state = new DatabaseState([new HeadRecord { Tree = "main", Revision = head?.Id, Line = head?.Line, Version = head?.Version }], records);
            return new Case(code == Code.AsItRan ? graph : GraphOf(now), state, code == Code.AsItRan ? null : graph);
        }
    }
}
