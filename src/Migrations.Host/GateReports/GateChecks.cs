namespace Migrations.Host.GateReports;

// What the gate checks besides single migrations: each check by the codes that it finds. Pure.
internal static class GateChecks
{
    public const string Group = "checks";

    private static readonly (string Name, MigrationErrorCode[] Codes)[] Named =
    [
        ("Plugin and database have the same history", [MigrationErrorCode.MissingMigration, MigrationErrorCode.ChangedMigration, MigrationErrorCode.LateMigration, MigrationErrorCode.HeadMismatch, MigrationErrorCode.DivergedHistory, MigrationErrorCode.TreeOfAnotherPlugin]),
        ("No migration is half done", [MigrationErrorCode.UnfinishedMigration, MigrationErrorCode.InterruptedRun, MigrationErrorCode.ChangedUnfinished, MigrationErrorCode.DecisionRequired]),
        ("All migrations are written", [MigrationErrorCode.MigrationNotWritten]),
        ("Collections and members that migrations expect are there", [MigrationErrorCode.CollectionMissing, MigrationErrorCode.MemberUnseen]),
        (State, []),
    ];

    // Everything else is about what is stored.
    private const string State = "The stored state is complete and readable";

    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(check => check.Name)];

    public static IEnumerable<GateCase> Of(IReadOnlyList<GateFinding> findings) => Names.Select(name => Of(name, [.. findings.Where(f => !f.IsWarning && NameOf(f.Code) == name)]));

    private static GateCase Of(string name, IReadOnlyList<GateFinding> faults) => faults.Count == 0
        ? new GateCase(Group, name, GateOutcome.Passed)
        : new GateCase(Group, name, GateOutcome.Failed) { Code = faults[0].Code, Text = string.Join('\n', faults.Select(f => f.Text)) };

    private static string NameOf(MigrationErrorCode code) => Named.FirstOrDefault(check => check.Codes.Contains(code)).Name ?? State;
}
