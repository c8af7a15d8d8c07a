using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// A cursor of the driver, which asks the server that opened the cursor for every later batch, be it one of several mongos or a primary that is none any more.
internal sealed class TypedCursor(IAsyncCursor<MongoDB.Bson.RawBsonDocument> cursor, IMongoClient client) : ICommandCursor
{
    private bool _isOver;

    public RawArray Current { get; private set; }

    // Null: the command says something that this way cannot say.
    public static async Task<TypedCursor?> TryOpenAsync(CommandRunner runner, IMongoClient client, Command command, DeploymentKind deployment, Concerns concerns, DriverSession? session, CancellationToken cancellationToken)
    {
        if (CursorCommand.TryRead(command, deployment) is not { } opening)
        {
            return null;
        }

        var settings = new MongoCollectionSettings { ReadConcern = session is { IsInTransaction: true } ? ReadConcern.Default : concerns.ReadConcern };
        var database = client.GetDatabase(command.Database);
        return await runner.RepeatAsync(
            opening.Name,
            session,
            async () => new TypedCursor(await opening.OpenAsync(database, settings, session?.Handle, cancellationToken).ConfigureAwait(false), client),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        Current = default;
        if (_isOver)
        {
            return false;
        }

        try
        {
            _isOver = !await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DriverFailures.IsFailure(e))
        {
            _isOver = true;
            cancellationToken.ThrowIfCancellationRequested();
            throw DriverFailures.Of(e, "getMore", client);
        }

        if (!_isOver)
        {
            Current = Collect(cursor.Current);
        }

        return !_isOver;
    }

    // It closes the cursor on the server, and waits for that.
    public async ValueTask DisposeAsync()
    {
        Current = default;
        await Task.Run(cursor.Dispose).ConfigureAwait(false);
    }

    private static RawArray Collect(IEnumerable<MongoDB.Bson.RawBsonDocument> documents)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        var index = 0;
        foreach (var document in documents)
        {
            using (document)
            {
                Append(writer, index++, document);
            }
        }

        writer.WriteEndDocument();
        return new RawArray(writer.ToArray());
    }

    private static void Append(RawWriter writer, int index, MongoDB.Bson.RawBsonDocument document)
    {
        Span<byte> name = stackalloc byte[12];
        System.Buffers.Text.Utf8Formatter.TryFormat(index, name, out var digits);
        var slice = document.Slice;
        var piece = slice.AccessBackingBytes(0);
        if (piece.Count >= slice.Length)
        {
            writer.WriteRaw(name[..digits], BsonType.Document, piece.AsSpan(0, slice.Length));
            return;
        }

        var copy = new byte[slice.Length];
        slice.GetBytes(0, copy, 0, copy.Length);
        writer.WriteRaw(name[..digits], BsonType.Document, copy);
    }
}
