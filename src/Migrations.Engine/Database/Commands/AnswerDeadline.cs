using Migrations.Engine.Database.Failures;


namespace Migrations.Engine.Database.Commands;

// With a limit of its own the server answers in time; this one is only for a server that does not answer at all.
internal sealed class AnswerDeadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly TimeSpan _limit;

    public AnswerDeadline(TimeSpan limit, CancellationToken caller)
    {
        _limit = limit;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _source.CancelAfter(limit);
    }

    public CancellationToken Token => _source.Token;

    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    public DatabaseException Failure() => new(
        MigrationErrorCode.CommandTimedOut,
        $"The server did not answer within {_limit.TotalSeconds:0} s. Whether the command was carried out is not known. Allow more time, or look for what keeps the server busy.");

    public void Dispose() => _source.Dispose();
}
