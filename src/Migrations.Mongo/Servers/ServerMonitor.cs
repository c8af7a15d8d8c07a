using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Opening;
using Migrations.Mongo.Topology;

namespace Migrations.Mongo.Servers;

// Asks one server again and again what it is: every heartbeat, and at once when somebody asks, but never more often than the minimum interval.
internal sealed class ServerMonitor(ServerAddress address, ConnectionOpener opener, MongoClientSettings settings, Func<ServerDescription, MongoException?, CancellationToken, Task> report, TimeProvider time)
    : IAsyncDisposable
{
    // Weight of a new measurement in the moving average, as "Server Selection" wants.
    private const double Weight = 0.2;
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _request = NewRequest();
    private Task _loop = Task.CompletedTask;
    private MongoConnection? _connection;
    private TimeSpan? _roundTrip;
    private volatile bool _isChecking;

    public void Start() => _loop = RunAsync(_stop.Token);

    public void RequestCheck() => Volatile.Read(ref _request).TrySetResult();

    // The server just failed for a command: a check that hangs on the same fault is not waited for.
    public void CancelCheck()
    {
        if (_isChecking)
        {
            _connection?.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _connection?.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewRequest() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // Off the caller's stack: the first check reports into structures that the caller may hold locked.
        await Task.Yield();
        try
        {
            var wasKnown = false;
            while (!cancellationToken.IsCancellationRequested)
            {
                var started = time.GetTimestamp();
                var isKnown = await CheckAsync(cancellationToken).ConfigureAwait(false);
                var retryAtOnce = wasKnown && !isKnown;
                wasKnown = isKnown;
                if (!retryAtOnce)
                {
                    await WaitAsync(started, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The monitor was stopped.
        }
    }

    private async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        ServerDescription description;
        MongoException? failure = null;
        try
        {
            _isChecking = true;
            description = ServerDescription.FromHello(address, await HelloAsync(cancellationToken).ConfigureAwait(false), _roundTrip);
        }
        catch (Exception e) when (e is MongoException or FormatException or InvalidCastException or OverflowException)
        {
            // A hello that cannot be read counts as no answer.
            _connection?.Dispose();
            _connection = null;
            _roundTrip = null;
            failure = e as MongoException;
            description = ServerDescription.Unknown(address, e.Message) with { ErrorCode = failure?.Code ?? MigrationErrorCode.None };
        }
        finally
        {
            _isChecking = false;
        }

        await report(description, failure, cancellationToken).ConfigureAwait(false);
        return description.Type != ServerType.Unknown;
    }

    private async Task<HelloReply> HelloAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (_connection is not { IsClosed: false } connection)
        {
            _connection?.Dispose();
            _connection = await opener.OpenForMonitoringAsync(address, cancellationToken).ConfigureAwait(false);
            Measure(started);
            return _connection.Hello;
        }

        using var reply = await connection.RoundTripAsync(HelloCommand.Later(connection.Hello.HelloOk), settings.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        Measure(started);
        return HelloReply.Read(reply.Document);
    }

    private void Measure(long started)
    {
        var elapsed = time.GetElapsedTime(started);
        _roundTrip = _roundTrip is { } average ? (elapsed * Weight) + (average * (1 - Weight)) : elapsed;
    }

    private async Task WaitAsync(long started, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _request).Task.WaitAsync(settings.HeartbeatInterval, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The ordinary heartbeat.
        }

        var rest = settings.MinHeartbeatInterval - time.GetElapsedTime(started);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken).ConfigureAwait(false);
        }

        Volatile.Write(ref _request, NewRequest());
    }
}
