using Migrations.Engine.Database.Failures;


namespace Migrations.Engine.Database.Commands;

// A server with a time limit answers in time; this one is for a server that does not answer at all.
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
        $"The server did not answer within {_limit.TotalSeconds:0} s. It is not known whether the command was carried out. Allow more time, or find out what keeps the server busy.");

    public void Dispose() => _source.Dispose();
}
