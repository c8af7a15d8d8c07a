using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

// What must hold for every graph, on graphs that nobody thought of.
public sealed class RandomGraphTests
{
    private const int Graphs = 400;

    [Test]
    public void A_path_is_connected_crosses_no_barrier_and_takes_each_edge_once()
    {
        var steps = 0;
        foreach (var (graph, state, request) in Cases())
        {
            if (Find(graph, state, request) is not { } plan)
            {
                continue;
            }

            var heads = state.Heads.ToDictionary(h => h.Tree, h => h.Revision);
            foreach (var step in plan.Steps)
            {
                var tree = graph.Tree(step.Migration.Tree);
                Assert.That(step.Migration.IsBarrier, Is.False);
                Assert.That(step.HeadBefore?.Id, Is.EqualTo(heads[tree.Name]));
                Assert.That((tree.OriginOf(step.Migration)?.Id, tree.TargetOf(step.Migration).Id), Is.EqualTo((step.HeadBefore?.Id, step.HeadAfter!.Id)));
                heads[tree.Name] = step.HeadAfter.Id;
                steps++;
            }

            Assert.That(plan.Steps.Select(s => s.Migration), Is.Unique);
        }

        Assert.That(steps, Is.GreaterThan(Graphs));
    }

    [Test]
    public void Down_after_up_returns_to_the_same_heads()
    {
        var returned = 0;
        foreach (var (graph, state, request) in Cases())
        {
            if (Find(graph, state, request) is not { Steps.Count: > 0 } plan)
            {
                continue;
            }

            // By distance a way back ends at a barrier, and over several trees it takes the newest first, not the last applied.
            var up = After(state, plan);
            var trees = plan.Steps.Select(s => s.Migration.Tree).Distinct().ToList();
            var down = Plan.Create(graph, up, new PlanRequest { Direction = MigrationDirection.Down, Distance = plan.Steps.Count, Tree = trees[0] });
            if (trees.Count > 1 || down.Steps.Count < plan.Steps.Count)
            {
                continue;
            }

            Assert.That(After(up, down).Heads.Select(h => (h.Tree, h.Revision)), Is.EqualTo(state.Heads.Select(h => (h.Tree, h.Revision))));
            returned++;
        }

        Assert.That(returned, Is.GreaterThan(Graphs / 4));
    }

    [Test]
    public void After_a_run_to_the_head_nothing_is_left_to_do_and_nothing_is_wrong()
    {
        foreach (var (graph, state, request) in Cases().Where(c => c.Request is { To: null, Via: null, Distance: null }))
        {
            if (Find(graph, state, request) is { } plan)
            {
                var after = After(state, plan);

                Assert.That(Plan.Create(graph, after, request).Steps, Is.Empty);
                Assert.That(Findings.Of(graph, after, graph.Trees.Select(t => t.Name)).Where(f => !f.IsOfTheWay), Is.Empty);
            }
        }
    }

    [Test]
    public void Trees_keep_the_order_that_they_depend_on()
    {
        foreach (var (graph, state, request) in Cases())
        {
            if (Find(graph, state, request) is not { } plan)
            {
                continue;
            }

            for (var i = 0; i < plan.Steps.Count; i++)
            {
                var needed = plan.Steps[i].Migration.DependsOn;
                Assert.That(plan.Steps.Skip(i + 1).Select(s => s.Migration.Tree).Where(needed.Contains), Is.Empty);
            }
        }
    }

    private static Plan? Find(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        try
        {
            return Plan.Create(graph, state, request);
        }
        catch (MigrationException refused) when (refused.Code is MigrationErrorCode.BarrierInTheWay or MigrationErrorCode.NoPath or MigrationErrorCode.OneShotUnusable or MigrationErrorCode.TargetIsBehind or MigrationErrorCode.DependencyUnmet or MigrationErrorCode.UnknownTarget)
        {
            return null;
        }
    }

    private static IEnumerable<(RevisionGraph Graph, DatabaseState State, PlanRequest Request)> Cases()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var random = new Random(seed);
            var graph = CreateGraph(random);
            var positions = graph.Trees.Where(t => random.Next(3) > 0).Select(t => $"{t.Name}@{t.Revisions[random.Next(t.Revisions.Count)].Id}").ToArray();
            yield return (graph, At(graph, positions), CreateRequest(random, graph));
        }
    }

    private static PlanRequest CreateRequest(Random random, RevisionGraph graph)
    {
        var tree = graph.Trees.ElementAt(random.Next(graph.Trees.Count));
        return random.Next(5) switch
        {
            0 => PlanRequest.All,
            1 => new PlanRequest { Tree = tree.Name },
            2 => new PlanRequest { To = $"{tree.Name}@{tree.Revisions[random.Next(tree.Revisions.Count)].Id}" },
            3 => new PlanRequest { Tree = tree.Name, Distance = random.Next(1, 4) },
            _ => new PlanRequest { Tree = tree.Name, Via = tree.OneShots is [var oneShot, ..] ? oneShot.Name : null },
        };
    }

    // One to three trees; each with one to three lines that begin at base or branch off, some barriers, and a one-shot between two lines.
    private static RevisionGraph CreateGraph(Random random)
    {
        var (migrations, trees) = (new List<MigrationDescriptor>(), new List<MigrationTreeAttribute>());
        var number = 0;
        for (var t = 0; t < random.Next(1, 4); t++)
        {
            var name = $"t{t}";
            var own = new List<MigrationDescriptor>();
            for (var l = 0; l < random.Next(1, 4); l++)
            {
                var start = own.Count > 0 && random.Next(2) == 0 ? own[random.Next(own.Count)].Id : "base";
                var length = random.Next(1, 6);
                for (var i = 0; i < length; i++)
                {
                    var parent = i == 0 ? start : own[^1].Id;
                    var next = Migration(++number, name, line: $"l{l}", parent: parent, version: $"{l}.{i}.0", dependsOn: t > 0 && random.Next(4) == 0 ? [$"t{t - 1}"] : []);
                    own.Add(random.Next(12) == 0 ? next with { Kind = BodyKinds.Barrier } : next);
                }
            }

            trees.Add(new MigrationTreeAttribute(name) { DefaultLine = own[0].Line });
            migrations.AddRange(own);
            if (own.Select(m => m.Line).Distinct().Count() > 1)
            {
                // Ids grow along every path, so from an older to a younger one no cycle can close.
                migrations.Add(OneShot(++number, "cross", own[0].Id, own[^1].Id, name));
            }
        }

        return GraphOf([.. trees], [.. migrations]);
    }
}
