using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Wording;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// Collects what the report files of a command need, and writes them when it has ended, whichever way.
internal sealed class GateRecord(string command, IReadOnlyList<ReportFile> files, HostConsole console, string? projectDirectory, string? tree, TimeProvider time)
{
    public const string SummaryVariable = "GITHUB_STEP_SUMMARY";
    private const int MostEntries = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private RevisionGraph? _graph;
    private string? _database;
    private StatusReport? _status;
    private IReadOnlyList<JournalEntry> _journal = [];

    // What the command found, told with where the database stands now; null until it has found something.
    public Func<StatusReport?, GateResult>? Result { get; set; }

    private static string? Summary => Environment.GetEnvironmentVariable(SummaryVariable) is { Length: > 0 } path ? path : null;

    private bool IsWanted => files.Count > 0 || Summary is not null;

    public void Follow(RevisionGraph graph) => _graph = graph;

    // Reads where the database stands after the command, whichever way it ended.
    public async Task<int> FollowAsync(DatabaseSession session, Func<Task<int>> body)
    {
        (_graph, _database) = (session.Engine.Graph, session.Database);
        try
        {
            return await body().ConfigureAwait(false);
        }
        finally
        {
            await (IsWanted ? ReadAsync(session.Engine) : Task.CompletedTask).ConfigureAwait(false);
        }
    }

    public async Task<int> WriteAfterAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        if (!IsWanted)
        {
            return await run().ConfigureAwait(false);
        }

        try
        {
            var code = await run().ConfigureAwait(false);
            return await WriteAsync((ExitCode)code, Result?.Invoke(_status) ?? new GateResult([], [])).ConfigureAwait(false) is { } fault ? Unwritten(fault, code) : code;
        }
        catch (Exception e) when (e is not MigrationException { Code: MigrationErrorCode.ReportUnwritten })
        {
            var (failure, code) = CommandFailure.Of(e, cancellationToken);
            if (await WriteAsync(code, GateResult.Of(failure, command, console.Progress.Finished, _status?.Trees.Where(t => tree is null || t.Name == tree).ToList() ?? [])).ConfigureAwait(false) is { } fault)
            {
                console.Note(fault.Message);
            }

            throw;
        }
    }

    // A failure keeps its own code.
    private int Unwritten(MigrationException fault, int code)
    {
        if (code is (int)ExitCode.Done or (int)ExitCode.Pending)
        {
            throw fault;
        }

        console.Note(fault.Message);
        return code;
    }

    private async Task ReadAsync(Engine.MigrationEngine engine)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            _status = await engine.GetStatusAsync(patience.Token).ConfigureAwait(false);
            _journal = await engine.GetJournalAsync(null, MostEntries, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MigrationException or OperationCanceledException)
        {
            console.Note($"The reports do not say where the database stands: {Sentence.Of(e.Message)}");
        }
    }

    // Null if all were written.
    private async Task<MigrationException?> WriteAsync(ExitCode code, GateResult result)
    {
        var report = new GateReport
        {
            Command = command, ExitCode = code, Started = _started, Duration = time.GetUtcNow() - _started,
            Database = _database, Graph = _graph, Cases = result.Cases, Findings = result.Findings, Status = _status, Journal = _journal,
        };
        await SummariseAsync(report).ConfigureAwait(false);
        MigrationException? first = null;
        foreach (var file in files)
        {
            try
            {
                await file.WriteAsync(file.Render(report, projectDirectory), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                first ??= new MigrationException(MigrationErrorCode.ReportUnwritten, $"The report could not be written to '{file.Path}': {Sentence.Of(e.Message)} What the command did is kept. Free some space, or name another file; 'migrations journal' shows what was done to the database.", e);
            }
        }

        return first;
    }

    // An extra that the pipeline offers: without it, nothing is missing that was asked for.
    private async Task SummariseAsync(GateReport report)
    {
        if (Summary is not { } path)
        {
            return;
        }

        try
        {
            await File.AppendAllTextAsync(path, MarkdownReport.Write(report), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.Note($"The summary could not be added to {SummaryVariable}: {Sentence.Of(e.Message)}");
        }
    }
}
