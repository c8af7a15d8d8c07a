using Migrations.Host.GateReports;
using Migrations.Shared;

namespace Migrations.Host.Tests.GateReports;

// Reports with everything that data and authors may put into them.
internal static class Reports
{
    public const string Nasty = "<b>\"Ünï\" & 'x' | `y` ]]> \u0001 ![a](http://x) \uD800 </style>";

    public static GateReport Failed() => new()
    {
        Command = "verify",
        ExitCode = ExitCode.DoesNotFit,
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1.5),
        Database = "shop",
        Graph = Graphs.Branched(Nasty),
        Cases =
        [
            new GateCase("data", "20260101000001 Shared", GateOutcome.Passed) { Duration = TimeSpan.FromSeconds(0.25) },
            new GateCase("data", $"20260101000002 {Nasty}", GateOutcome.Failed) { Code = MigrationErrorCode.ChangedMigration, Text = $"{Nasty}\n::error::second line" },
            new GateCase("data", "20260101000003 Step 3", GateOutcome.Skipped) { Text = $"Not on the path {Nasty}." },
            .. GateChecks.Of([new GateFinding(MigrationErrorCode.UnfinishedMigration, IsWarning: false, Nasty)]),
        ],
        Findings =
        [
            new GateFinding(MigrationErrorCode.ChangedMigration, IsWarning: false, Nasty) { Migration = Graphs.Migration(2).Identity, File = "data/a b#c.cs", Line = 7 },
            new GateFinding(MigrationErrorCode.MemberUnseen, IsWarning: true, "Nowhere."),
        ],
    };

    public static GateReport Unreachable() => new() { Command = "migrate", ExitCode = ExitCode.Unreachable, Started = DateTimeOffset.UnixEpoch, Findings = [new GateFinding(MigrationErrorCode.ServerUnavailable, IsWarning: false, "No answer.")] };
}
