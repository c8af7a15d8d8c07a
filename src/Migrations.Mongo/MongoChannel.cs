using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Commands;
using Migrations.Mongo.Cursors;
using Migrations.Mongo.Retries;
using Migrations.Mongo.Servers;
using Migrations.Mongo.Sessions;
using Migrations.Mongo.Transactions;

namespace Migrations.Mongo;

/// <summary>The built-in MongoDB client: a command channel without dependencies for MongoDB 4.4 to 9.0.</summary>
public sealed class MongoChannel : ICommandChannel
{
    private const int EndSessionsAtOnce = 10_000;
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);
    private readonly CommandContext _context;
    private readonly CommandRunner _runner;
    private readonly TimeProvider _time;
    private readonly TransactionEnding _ending;
    private ChannelInfo? _info;
    private int _isDisposed;

    private MongoChannel(ConnectionString connectionString, MongoChannelOptions options)
    {
        var settings = connectionString.Settings;
        settings = settings with { ApplicationName = settings.ApplicationName ?? options.ApplicationName };
        ConnectionString = connectionString;
        _time = options.TimeProvider;
        var deployment = new Deployment(settings, _time);
        _context = new CommandContext(settings, deployment, new ServerSessionPool(_time), new ClusterClock(), new RetryExecutor(deployment, settings, _time));
        _runner = new CommandRunner(_context);
        _ending = new TransactionEnding(CommitAsync, AbortAsync);
    }

    /// <summary>What the channel was created with.</summary>
    public ConnectionString ConnectionString { get; }

    /// <inheritdoc />
    public long OverloadCount => _context.Retries.OverloadCount;

    /// <summary>Creates a channel. Nothing is connected before it is used.</summary>
    /// <exception cref="MigrationException">The connection string is malformed (MIG1201) or asks for something that the built-in client has not (MIG1202).</exception>
    public static MongoChannel Create(string connectionString, MongoChannelOptions? options = null) => Create(ConnectionString.Parse(connectionString), options);

    /// <summary>Creates a channel. Nothing is connected before it is used.</summary>
    public static MongoChannel Create(ConnectionString connectionString, MongoChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        return new MongoChannel(connectionString, options ?? new MongoChannelOptions());
    }

    /// <inheritdoc />
    public async ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_info is { } known)
        {
            return known;
        }

        ThrowIfDisposed();
        var server = await _context.Deployment.SelectAsync([], null, cancellationToken).ConfigureAwait(false);
        var connection = await _context.Deployment.CheckOutAsync(server, cancellationToken).ConfigureAwait(false);
        var hello = connection.Hello;
        server.Pool.CheckIn(connection);
        using var buildInfo = await RunAsync(new Command("admin", new BsonDocument { { "buildInfo", 1 } }.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        var isReplicated = hello.SetName is not null;
        return _info = new ChannelInfo
        {
            Deployment = hello.IsMongos ? DeploymentKind.Sharded : isReplicated ? DeploymentKind.ReplicaSet : DeploymentKind.Standalone,
            Server = connection.Address.ToString(),
            ServerVersion = buildInfo.Document.TryGetValue("version"u8, out var version) ? version.AsString : "",
            SupportsTransactions = hello.SupportsSessions && (isReplicated || hello.IsMongos),
            MaxWireVersion = hello.MaxWireVersion,
            MaxDocumentSize = hello.MaxDocumentSize,
            MaxMessageSize = hello.MaxMessageSize,
            MaxWriteBatchSize = hello.MaxWriteBatchSize,
        };
    }

    /// <inheritdoc />
    public ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ThrowIfDisposed();
        return _runner.RunAsync(command, Own(session), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ThrowIfDisposed();
        return await ServerCursor.OpenAsync(_runner, command, Own(session), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IChannelSession StartSession()
    {
        ThrowIfDisposed();
        return new ChannelSession(_context.Sessions, _ending, _time);
    }

    /// <summary>Ends the sessions on the server and closes all connections. Commands still under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await EndSessionsAsync().ConfigureAwait(false);
            await _context.Deployment.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);

    private ChannelSession? Own(IChannelSession? session)
    {
        if (session is null)
        {
            return null;
        }

        if (session is not ChannelSession own || !own.BelongsTo(_context.Sessions))
        {
            throw new ArgumentException("The session was started by another channel.", nameof(session));
        }

        own.ThrowIfDisposed();
        return own;
    }

    private async Task CommitAsync(ChannelSession session, bool isRepeated, CancellationToken cancellationToken) =>
        await _context.Retries.RunAsync(new TransactionEndOperation(_context, "commitTransaction", session, isRepeated), cancellationToken).ConfigureAwait(false);

    private async Task AbortAsync(ChannelSession session, CancellationToken cancellationToken) =>
        await _context.Retries.RunAsync(new TransactionEndOperation(_context, "abortTransaction", session, isRepeated: false), cancellationToken).ConfigureAwait(false);

    // A courtesy to the server: never worth waiting long for, and never an error.
    private async Task EndSessionsAsync()
    {
        var ids = _context.Sessions.TakeAll();
        var topology = _context.Deployment.Topology;
        if (ids.Count == 0 || ServerSelector.FindSuitable(topology, [], TimeSpan.Zero).Count == 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(ClosingTime, _time);
        try
        {
            foreach (var chunk in ids.Chunk(EndSessionsAtOnce))
            {
                await EndSessionsAsync(chunk, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is MongoException or OperationCanceledException)
        {
            // The server ends idle sessions by itself.
        }
    }

    private async Task EndSessionsAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "endSessions", new BsonArray(ids.Select(id => (BsonValue)new BsonDocument { { "id", id } })) } };
        var server = await _context.Deployment.SelectAsync([], null, cancellationToken).ConfigureAwait(false);
        var connection = await _context.Deployment.CheckOutAsync(server, cancellationToken).ConfigureAwait(false);
        try
        {
            using var reply = await connection.RoundTripAsync(new Messages.DocumentCommand("admin", body), null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            server.Pool.CheckIn(connection);
        }
    }
}
