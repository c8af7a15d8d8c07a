using Migrations.Engine.Database;
using Migrations.Engine.Database.Connecting;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.Fleets;

// The servers of the databases: one client for each, whatever the number of its databases.
internal sealed class FleetServers(bool neverUsesLocalServer, Action<string> note) : IAsyncDisposable
{
    private readonly Dictionary<string, FleetServer> _byVariable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerConnection> _byConnection = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<FleetTarget>> FindAsync(FleetRequest request, CancellationToken cancellationToken)
    {
        var names = await ReadNamesAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var name in names)
        {
            await OpenAsync(name.Variable, cancellationToken).ConfigureAwait(false);
        }

        // Two connection strings may lead to one server, with other logins or other names of hosts.
        var chosen = TargetChoice.Make([.. names.Select(Named)], variable => ServerOf(variable).Databases, variable => ServerOf(variable).Connection.Identity, request.AllowsNew);
        return [.. chosen.Select(t => new FleetTarget(t.ToString(), new Connection(ServerOf(t.Variable).Connection.Channel, DatabaseName.Require(t.Database)), ServerOf(t.Variable).Connection.Place))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _byConnection.Values)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<TargetName>> ReadNamesAsync(FleetRequest request, CancellationToken cancellationToken)
    {
        // Everything that can be read without a server is checked first.
        var collection = request.Collection is { } text ? TargetCollection.Parse(text) : null;
        var names = await TargetNames.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        return collection is null ? names : [.. names, .. await collection.ReadAsync((await OpenAsync(null, cancellationToken).ConfigureAwait(false)).Connection.Channel, cancellationToken).ConfigureAwait(false)];
    }

    private FleetServer ServerOf(string? variable) => _byVariable[variable ?? ""];

    // With the database that the connection string of its variable names.
    private TargetName Named(TargetName name) => !name.IsOfConnection ? name : ServerOf(name.Variable).Connection.DatabaseName is { } database
        ? name with { Database = database }
        : throw new MigrationException(MigrationErrorCode.DatabaseMissing, $"The connection string in '{name.Variable}' names no database, and '{name}' names none either. Nothing was done. Write {name.Variable}/NAME.");

    private async Task<FleetServer> OpenAsync(string? variable, CancellationToken cancellationToken)
    {
        if (_byVariable.TryGetValue(variable ?? "", out var known))
        {
            return known;
        }

        var connection = await ConnectAsync(variable, cancellationToken).ConfigureAwait(false);
        var server = new FleetServer(connection, await DatabaseList.ReadAsync(connection.Channel, cancellationToken).ConfigureAwait(false));
        return _byVariable[variable ?? ""] = server;
    }

    private async Task<ServerConnection> ConnectAsync(string? variable, CancellationToken cancellationToken)
    {
        var source = variable is null ? ConnectionSource.Read(neverUsesLocalServer) : ConnectionSource.OfVariable(variable);
        var key = source.ConnectionString ?? "";
        if (_byConnection.TryGetValue(key, out var known))
        {
            return known;
        }

        var connection = _byConnection[key] = await CreateAsync(variable, source, cancellationToken).ConfigureAwait(false);
        await connection.ConnectAsync(note, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    // What is wrong with a connection string is said with the name of its variable.
    private async Task<ServerConnection> CreateAsync(string? variable, ConnectionSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerConnection.CreateAsync(source, note, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e) when (variable is not null)
        {
            throw new MigrationException(e.Code, $"The environment variable '{variable}', which '{OptionTable.Databases.Option}' names: {e.Message}", e);
        }
    }

    private sealed record FleetServer(ServerConnection Connection, IReadOnlyList<string> Databases);
}
