using Microsoft.Extensions.Options;
using Migrations.AspNetCore.Runs;

namespace Migrations.AspNetCore.Startup;

// Looks at the database before the application takes requests, and does what its policy says.
internal sealed partial class StartupCheck(DatabaseAccess database, IOptions<MigrationsOptions> options, TimeProvider time, ILogger<StartupCheck> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        switch (options.Value.Startup)
        {
            case StartupPolicy.Warn:
                await WarnAsync(cancellationToken).ConfigureAwait(false);
                break;
            case StartupPolicy.Fail:
                Require(await database.ReadAsync(cancellationToken).ConfigureAwait(false));
                break;
            case StartupPolicy.Wait:
                Require(await WaitAsync(waitsFor: [SchemaState.Pending, SchemaState.Uninitialised, SchemaState.Running], started, cancellationToken).ConfigureAwait(false));
                break;
            case StartupPolicy.Apply:
                Require(await ApplyAsync(started, cancellationToken).ConfigureAwait(false));
                break;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WarnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await database.ReadAsync(cancellationToken).ConfigureAwait(false);
            Log(report.State == SchemaState.Current ? LogLevel.Information : LogLevel.Warning, report);
        }
        catch (MigrationException e)
        {
            LogUnknown((int)e.Code, e.Message);
        }
    }

    private async Task<SchemaReport> ApplyAsync(long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Ten instances look at the same moment, and all but one find the lock held: they look again once it is free.
            var report = await WaitAsync(waitsFor: [SchemaState.Running], started, cancellationToken).ConfigureAwait(false);
            var isOurs = report.State == SchemaState.Pending || (report.State == SchemaState.Uninitialised && options.Value.InitialiseAt.Count > 0);
            if (!isOurs || await TryRunAsync(cancellationToken).ConfigureAwait(false))
            {
                return isOurs ? await database.ReadAsync(cancellationToken).ConfigureAwait(false) : report;
            }
        }
    }

    // False where another one was faster.
    private async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await database.NewEngine(TimeSpan.Zero).RunAsync(database.Upward, new RunLog(logger), cancellationToken).ConfigureAwait(false);
            return result.Plan.NotWritten is [var held, ..] ? throw new MigrationException(held.Code, held.Text) : true;
        }
        catch (MigrationException e) when (e.Code is MigrationErrorCode.LockHeld or MigrationErrorCode.PlanChanged)
        {
            return false;
        }
    }

    // Until the state is none of these, or the time is over.
    private async Task<SchemaReport> WaitAsync(SchemaState[] waitsFor, long started, CancellationToken cancellationToken)
    {
        var last = (SchemaReport?)null;
        while (true)
        {
            var report = await database.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!waitsFor.Contains(report.State) || time.GetElapsedTime(started) >= options.Value.StartupTimeout)
            {
                return report;
            }

            if (last?.State != report.State)
            {
                LogWaiting(report.Database, report.State, report.Message);
                last = report;
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Require(SchemaReport report)
    {
        if (report.State != SchemaState.Current && !(report.State == SchemaState.Ahead && options.Value.AllowAhead))
        {
            throw new MigrationException(MigrationErrorCode.DatabaseNotReady, $"The application does not start, because the database '{report.Database}' is not current ({report.State}): {report.Message}{Cure(report.State)}");
        }

        Log(report.State == SchemaState.Current ? LogLevel.Information : LogLevel.Warning, report);
    }

    private static string Cure(SchemaState state) => state switch
    {
        SchemaState.Ahead => $" If this release works with the newer data, set '{MigrationsOptions.Section}:{nameof(MigrationsOptions.AllowAhead)}'.",
        SchemaState.Uninitialised => $" An application that applies migrations is told where the data stand by '{MigrationsOptions.Section}:{nameof(MigrationsOptions.InitialiseAt)}'.",
        _ => "",
    };

    private void Log(LogLevel level, SchemaReport report) => LogState(level, report.Database, report.State, report.Message);

    [LoggerMessage(Message = "Database '{Database}' ({State}): {Text}")]
    private partial void LogState(LogLevel level, string database, SchemaState state, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of the database is not known: MIG{Code}: {Text}")]
    private partial void LogUnknown(int code, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for database '{Database}' ({State}): {Text}")]
    private partial void LogWaiting(string database, SchemaState state, string text);
}
