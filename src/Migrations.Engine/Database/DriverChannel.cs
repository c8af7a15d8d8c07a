using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Connecting;
using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// The engine's way to a database: MongoDB.Driver, with commands and replies as bytes.
internal sealed class DriverChannel : ICommandChannel
{
    private readonly MongoClient _client;
    private readonly CommandRunner _runner;
    private readonly Concerns _concerns;
    private readonly OverloadRetries _overloads;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1);
    private ChannelInfo? _info;
    private int _isDisposed;

    private DriverChannel(ConnectionPlan plan, DriverChannelOptions options)
    {
        var settings = plan.Settings;
        _time = options.TimeProvider;
        _overloads = new OverloadRetries(settings.MaxAdaptiveRetries, _time);
#pragma warning disable CS0618 // A later driver removes it, and with it the limit: waiting costs nothing, and the waiting time is limited.
        settings.WaitQueueSize = int.MaxValue;
#pragma warning restore CS0618
        settings.ApplicationName ??= options.ApplicationName;
        AuthorSettings = settings.Clone();
        settings.MaxAdaptiveRetries = 0;
        settings.SocketTimeout = settings.SocketTimeout > TimeSpan.Zero ? settings.SocketTimeout : options.AnswerLimit;
        (DatabaseName, Hosts, Warnings) = (plan.DatabaseName, plan.Hosts, plan.Warnings);
        _client = ConnectionText.CreateClient(settings);
        _concerns = Concerns.Of(settings);
        _runner = new CommandRunner(_client, _concerns, _overloads);
    }

    // The database that the connection string names, or null.
    public string? DatabaseName { get; }

    // The hosts that the connection string names, for messages: without a login.
    public string Hosts { get; }

    // Warnings about the connection string, each a line with a code.
    public IReadOnlyList<string> Warnings { get; }

    // How long to look for a server before it is a failure.
    public TimeSpan Patience => _client.Settings.ServerSelectionTimeout;

    public long OverloadCount => _overloads.Count;

    public IMongoClient Client => _client;

    // Retries by the driver's own rules what an overloaded server rejects, because the driver does not.
    public MongoClientSettings AuthorSettings { get; }

    // Creates a channel. Nothing is connected before it is used.
    public static DriverChannel Create(string connectionString, DriverChannelOptions? options = null) =>
        new(ConnectionText.Parse(connectionString), options ?? new DriverChannelOptions());

    public async ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (_info is { } known)
        {
            return known;
        }

        // Many may start at once; one of them asks.
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _info ??= await ChannelOpening.OpenAsync(_client, _runner, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException e) when (e.Code == MigrationErrorCode.ServerUnavailable)
        {
            if (await SetNameProbe.FindOtherNameAsync(_client.Settings, cancellationToken).ConfigureAwait(false) is { } name)
            {
                throw SelectionFailures.OfOtherSet(name, _client.Settings.ReplicaSetName, e);
            }

            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    public ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ThrowIfDisposed();
        return RunAsync(command, Own(session), cancellationToken);
    }

    public async ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var server = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (command.Kind == CommandKind.Read && await TypedCursor.TryOpenAsync(_runner, _client, command, server.Deployment, _concerns, Own(session), cancellationToken).ConfigureAwait(false) is { } cursor)
        {
            return cursor;
        }

        // A server with sessions only gives later batches to the session that opened the cursor.
        var own = session is null && server.SupportsTransactions ? Start(isCausal: false) : null;
        return await CommandCursor.OpenAsync(RunAsync, command, Own(session), own, cancellationToken).ConfigureAwait(false);
    }

    public IChannelSession StartSession()
    {
        ThrowIfDisposed();
        return Start(isCausal: true);
    }

    // Closes all connections. Commands still under way fail.
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            OwnClient.End(_client);
            _opening.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);

    private async ValueTask<CommandReply> RunAsync(Command command, DriverSession? session, CancellationToken cancellationToken)
    {
        var server = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await _runner.RunAsync(command, session, server, cancellationToken).ConfigureAwait(false);
    }

    private DriverSession Start(bool isCausal) => new(_client.StartSession(new ClientSessionOptions { CausalConsistency = isCausal }), _overloads, _time);

    private DriverSession? Own(IChannelSession? session)
    {
        if (session is null)
        {
            return null;
        }

        if (session is not DriverSession own || !own.BelongsTo(_client))
        {
            throw new ArgumentException("The session was started by another channel.", nameof(session));
        }

        own.ThrowIfDisposed();
        return own;
    }
}

// The options of a channel besides the connection string.
internal sealed record DriverChannelOptions
{
    // The clock of pauses and limits that are ours; the driver has its own. Default: the system's.
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    // The application's name in the server's log, used when the connection string has no appname.
    public string? ApplicationName { get; init; }

    // How long an answer to a command of ours may take before its connection counts as lost, when the connection string has no socketTimeoutMS. The authors' commands have no limit.
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(5);
}
