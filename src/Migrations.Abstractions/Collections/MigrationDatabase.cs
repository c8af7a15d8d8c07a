using System.Runtime.CompilerServices;
using Migrations.Bson;
using Migrations.Channel;

namespace Migrations;

/// <summary>The database that is migrated. Reads and writes take part in the run's transaction, if there is one; changes of collections and indexes never do.</summary>
public sealed class MigrationDatabase
{
    /// <summary>Creates the database over a channel. The engine does this; a test of a migration may do it too.</summary>
    /// <param name="channel">The way to the server.</param>
    /// <param name="name">The database's name.</param>
    /// <param name="session">The session that reads and writes use, or null.</param>
    public MigrationDatabase(ICommandChannel channel, string name, IChannelSession? session = null)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Channel = channel;
        Name = name;
        Session = session;
    }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    internal ICommandChannel Channel { get; }

    internal IChannelSession? Session { get; }

    /// <summary>A collection of the database; it need not exist.</summary>
    public MigrationCollection GetCollection(string name) => new(this, name);

    /// <summary>Runs any command, in the transaction if there is one, and returns its reply. It is never retried.</summary>
    /// <exception cref="MongoException">The command failed or got no answer.</exception>
    public async Task<BsonDocument> RunCommandAsync(BsonExpression command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await RunAsync(new Command(Name, command.ToDocument().ToRaw()), Session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a collection. Runs outside the transaction; a collection that exists already is an error of the server (48).</summary>
    /// <param name="name">The collection's name.</param>
    /// <param name="options">Fields added to the command, for example <c>{ "validator": { ... } }</c>.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public Task CreateCollectionAsync(string name, BsonExpression? options = null, CancellationToken cancellationToken = default)
    {
        var command = new BsonDocument { { "create", name } };
        command.AddRange(options?.ToDocument());
        return RunSchemaCommandAsync(command, cancellationToken);
    }

    /// <summary>Drops a collection with its indexes. Runs outside the transaction and cannot be undone; a collection that does not exist is no error.</summary>
    public async Task DropCollectionAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await RunSchemaCommandAsync(new BsonDocument { { "drop", name } }, cancellationToken).ConfigureAwait(false);
        }
        catch (MongoCommandException e) when (e.ServerCode == 26)
        {
            // NamespaceNotFound: it is gone already, which is what was wanted.
        }
    }

    /// <summary>Renames a collection. Runs outside the transaction.</summary>
    /// <param name="name">The present name.</param>
    /// <param name="newName">The new name.</param>
    /// <param name="dropTarget">Whether a collection of the new name is replaced.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public async Task RenameCollectionAsync(string name, string newName, bool dropTarget = false, CancellationToken cancellationToken = default)
    {
        var body = new BsonDocument { { "renameCollection", $"{Name}.{name}" }, { "to", $"{Name}.{newName}" }, { "dropTarget", dropTarget } };
        await RunAsync(new Command("admin", body.ToRaw()), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a collection's options (<c>collMod</c>), for example its validator. Runs outside the transaction.</summary>
    public Task ModifyCollectionAsync(string name, BsonExpression options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var command = new BsonDocument { { "collMod", name } };
        command.AddRange(options.ToDocument());
        return RunSchemaCommandAsync(command, cancellationToken);
    }

    /// <summary>The names of the collections and views, sorted.</summary>
    public async Task<IReadOnlyList<string>> ListCollectionNamesAsync(CancellationToken cancellationToken = default)
    {
        var body = new BsonDocument { { "listCollections", 1 }, { "nameOnly", true }, { "authorizedCollections", true } };
        var names = new List<string>();
        await foreach (var collection in ReadAsync(new Command(Name, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(collection["name"].AsString);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    internal async Task RunSchemaCommandAsync(BsonDocument command, CancellationToken cancellationToken) =>
        await RunAsync(new Command(Name, command.ToRaw()), null, cancellationToken).ConfigureAwait(false);

    internal async Task<BsonDocument> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        using var reply = await Channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        return reply.ToBsonDocument();
    }

    internal async IAsyncEnumerable<BsonDocument> ReadAsync(Command command, IChannelSession? session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = await Channel.OpenCursorAsync(command, session, cancellationToken).ConfigureAwait(false);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (var document in cursor.CopyBatch())
                {
                    yield return document;
                }
            }
        }
    }
}
