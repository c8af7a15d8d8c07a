using System.Text.RegularExpressions;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Host.Execution;
using Migrations.Shared;
using static Migrations.Host.Tests.Graphs;

namespace Migrations.Host.Tests.Execution;

// Every command reports the same list of findings. A finding that is a fault for several commands has the same exit code in all of them.
internal sealed class FindingTests
{
    private static readonly Dictionary<MigrationErrorCode, Purpose[]> Warnings = new()
    {
        [MigrationErrorCode.MigrationNotWritten] = [Purpose.Status, Purpose.Plan],
        [MigrationErrorCode.UnfinishedMigration] = [Purpose.Plan, Purpose.Run],
    };

    // These come from the data, which only a server knows.
    private static readonly MigrationErrorCode[] OfData = [MigrationErrorCode.EnvironmentDiffers, MigrationErrorCode.EnvironmentChanged, MigrationErrorCode.CollectionMissing, MigrationErrorCode.MemberUnseen];

    public static IEnumerable<TestCaseData> Cases =>
        from one in States()
        from purpose in Enum.GetValues<Purpose>()
        select new TestCaseData(one.Code, one.Graph, one.State, (int)purpose).SetArgDisplayNames(one.Name, purpose.ToString());

    [TestCaseSource(nameof(Cases))]
    public void A_fault_is_named_by_every_command_and_has_one_exit_code(MigrationErrorCode code, RevisionGraph graph, DatabaseState state, int asks)
    {
        var purpose = (Purpose)asks;
        var (exit, codes) = purpose switch
        {
            Purpose.Status => Seen(StatusReport.Create("db", new ChannelInfo(), graph, state, null).Findings),
            Purpose.Verify => Seen(VerifyReport.Create(graph, state, null).Findings),
            _ => Planned(graph, state, purpose),
        };

        Assert.That(codes, Does.Contain(code));
        Assert.That(exit, Is.EqualTo(Warnings.TryGetValue(code, out var purposes) && purposes.Contains(purpose) ? null : ExitCodes.Of(code)));
    }

    // Every database starts like this.
    [Test]
    public void A_status_only_warns_that_nothing_was_recorded_yet()
    {
        var (exit, codes) = Seen(StatusReport.Create("db", new ChannelInfo(), Of(Migration(1)), new DatabaseState([], []), null).Findings);

        Assert.That(codes, Is.EqualTo(new[] { MigrationErrorCode.NotInitialised }));
        Assert.That(exit, Is.Null);
    }

    [Test]
    public void Every_code_that_a_finding_can_have_is_tried()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Migrations.Engine"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var codes = sources.SelectMany(s => Regex.Matches(s, @"new(?: Finding)?\(\s*MigrationErrorCode\.(\w+),\s*(?:null|migration|barrier\.Migration|trail\.Strays\[0\]|\w+\.Migration),").Select(m => Enum.Parse<MigrationErrorCode>(m.Groups[1].Value))).Distinct();

        Assert.That(codes.Except(OfData), Is.SubsetOf(States().Select(s => s.Code)));
    }

    private static (ExitCode? Exit, IEnumerable<MigrationErrorCode> Codes) Seen(IReadOnlyList<Finding> findings) => (ExitCodes.Of(findings), findings.Select(f => f.Code));

    private static (ExitCode? Exit, IEnumerable<MigrationErrorCode> Codes) Planned(RevisionGraph graph, DatabaseState state, Purpose purpose)
    {
        try
        {
            var plan = Plan.Create(graph, state, PlanRequest.All);
            // A run that could not do all that was asked for is refused.
            return Seen(plan.Resumed.Concat(plan.NotWritten).For(purpose));
        }
        catch (MigrationException e)
        {
            return (ExitCodes.Of(e.Code), [e.Code]);
        }
    }

    private static IEnumerable<(string Name, MigrationErrorCode Code, RevisionGraph Graph, DatabaseState State)> States()
    {
        var two = Of(Migration(1), Migration(2));
        yield return ("a state that cannot be read", MigrationErrorCode.StateUnreadable, two, WithFault(MigrationErrorCode.StateUnreadable, null));
        yield return ("a tree of another plugin", MigrationErrorCode.TreeOfAnotherPlugin, two, WithFault(MigrationErrorCode.TreeOfAnotherPlugin, "data"));
        yield return ("a tree nobody spoke of", MigrationErrorCode.NotInitialised, two, new DatabaseState([new HeadRecord { Tree = "data", IsUnknown = true }], []));
        yield return ("a database too old", MigrationErrorCode.BarrierInTheWay, Of(Migration(2), Barrier(3), Migration(4)), State(Applied(1)));
        yield return ("a barrier ahead", MigrationErrorCode.BarrierInTheWay, Of(Migration(1), Barrier(2), Migration(3)), State(Applied(1)));
        yield return ("histories that part", MigrationErrorCode.DivergedHistory, Of(Migration(1), Migration(3)), State(Applied(1), Applied(2)));
        yield return ("a migration that is gone", MigrationErrorCode.MissingMigration, Of(Migration(1)), State(Applied(1), Applied(2)));
        yield return ("a late one", MigrationErrorCode.LateMigration, two, State(Applied(2)));
        yield return ("a changed one", MigrationErrorCode.ChangedMigration, two, State(Applied(1) with { Checksum = "other" }));
        yield return ("a head that nobody knows", MigrationErrorCode.UnknownRevision, two, new DatabaseState([Head("20200101000000")], [Applied(1)]));
        yield return ("a head elsewhere", MigrationErrorCode.HeadMismatch, two, new DatabaseState([Head(Id(2))], [Applied(1)]));
        yield return ("no components", MigrationErrorCode.ComponentsMissing, Declared(), new DatabaseState([Head(Id(1))], [Applied(1)]) { HasComponentsCollection = false });
        yield return ("an undeclared component", MigrationErrorCode.ComponentUndeclared, Declared(), State(Applied(1)));
        yield return ("another component", MigrationErrorCode.ComponentMismatch, Of(Migration(1, version: "1.0.0"), Migration(2, version: "2.0.0")), new DatabaseState([Head(Id(1)) with { Version = "1.0.0" }], [Applied(1)], [new ComponentRecord("data", null, "2.0.0")]));
        yield return ("lines without a default", MigrationErrorCode.LineNeeded, Of(Migration(1, "a", "base"), Migration(2, "b", "base")), new DatabaseState([Head(null)], []));
        yield return ("a half done one that was changed", MigrationErrorCode.ChangedUnfinished, two, State(Half(1) with { Checksum = "other" }));
        yield return ("half done code", MigrationErrorCode.DecisionRequired, two, State(Applied(1) with { Status = AppliedStatus.Failed, IsPartial = true, Transaction = false }));
        yield return ("a half done one", MigrationErrorCode.UnfinishedMigration, two, State(Half(1)));
        yield return ("a stub", MigrationErrorCode.MigrationNotWritten, Of(Migration(1), Migration(2) with { NotWritten = "UpAsync" }), State(Applied(1)));
    }

    private static AppliedMigration Applied(int number) => new() { Tree = "data", Id = Id(number), Status = AppliedStatus.Done, Transaction = true, Checksum = "c" };

    private static AppliedMigration Half(int number) => Applied(number) with { Status = AppliedStatus.Failed, IsPartial = true, Checkpoint = new PassCheckpoint(0, 1, 20), Progress = new RangeSummary { Modified = 4, Total = 20 } };

    private static HeadRecord Head(string? revision) => new() { Tree = "data", Revision = revision };

    private static DatabaseState State(params AppliedMigration[] records) => new([Head(records.Where(r => r.IsApplied).Max(r => r.Id))], records);

    private static DatabaseState WithFault(MigrationErrorCode code, string? tree) => State(Applied(1)).With([], [new StateFault(tree, new MigrationException(code, "It does not fit."))]);

    private static RevisionGraph Declared() => RevisionGraph.Create(new MigrationCatalogue("test", [Migration(1)], [new MigrationTreeAttribute("data") { IsDeclaredByApplication = true }]));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Migrations.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
