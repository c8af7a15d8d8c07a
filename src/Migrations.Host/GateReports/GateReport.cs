using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// What a report file says of a command: how it ended, a case for each migration and each check, and what does not fit.
internal sealed record GateReport
{
    public required string Command { get; init; }

    public required ExitCode ExitCode { get; init; }

    public required DateTimeOffset Started { get; init; }

    public TimeSpan Duration { get; init; }

    // Null if the command failed before it knew.
    public string? Database { get; init; }

    public RevisionGraph? Graph { get; init; }

    public IReadOnlyList<GateCase> Cases { get; init; } = [];

    public IReadOnlyList<GateFinding> Findings { get; init; } = [];

    // Where the database stands after the command. Null if that could not be read.
    public StatusReport? Status { get; init; }

    // Whether the cases are databases, and not migrations.
    public bool IsFleet { get; init; }

    public GateMatrix? Matrix { get; init; }

    // Newest first.
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    public string Plugin => Graph is null ? "" : $"{Graph.Name}{(Graph.Version is { } version ? $" {version}" : "")}";

    // The result in a sentence.
    public string Outcome => ExitCode switch
    {
        ExitCode.Done => Findings.Count == 0 ? "Everything fits." : "Done, with warnings.",
        ExitCode.Pending => "Migrations are pending.",
        ExitCode.Locked => "Another run is at work.",
        ExitCode.VerificationFailed => "The check found faults.",
        ExitCode.DoesNotFit => "Plugin and database do not fit.",
        ExitCode.Refused => "Refused.",
        ExitCode.Unreachable => "The database could not be reached.",
        ExitCode.Cancelled => "Cancelled.",
        _ => "Failed.",
    };
}

// A migration or a check, and how it came out. The text says why it did not pass.
internal sealed record GateCase(string Group, string Name, GateOutcome Outcome)
{
    public string Text { get; init; } = "";

    public MigrationErrorCode? Code { get; init; }

    public TimeSpan Duration { get; init; }
}

internal enum GateOutcome
{
    Passed,
    Failed,
    Skipped,
}

// Something that does not fit, or the failure that ended the command. The file is as the plugin or the failure names it.
internal sealed record GateFinding(MigrationErrorCode Code, bool IsWarning, string Text)
{
    public MigrationIdentity? Migration { get; init; }

    public string? File { get; init; }

    public int Line { get; init; }

    public static GateFinding Of(Finding finding) => new(finding.Code, finding.IsWarning, finding.Text)
    {
        Migration = finding.Migration?.Identity,
        File = finding.Migration?.File,
        Line = finding.Migration?.SourceLine ?? 0,
    };

    public static GateFinding Of(MigrationException failure) => new(failure.Code, IsWarning: false, failure.Message) { Migration = failure.Migration, File = failure.File, Line = failure.Line };
}

// Names of error codes, and where they are explained.
internal static class ErrorPages
{
    public static string NameOf(MigrationErrorCode? code) => string.Create(CultureInfo.InvariantCulture, $"MIG{(int)(code ?? MigrationErrorCode.Unexpected):D4}");

    public static string PageOf(MigrationErrorCode code) => $"{HostContract.ErrorPages}{NameOf(code).ToLowerInvariant()}";
}
