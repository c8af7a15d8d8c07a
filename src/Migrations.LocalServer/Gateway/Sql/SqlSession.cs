using System.Data;
using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using Npgsql;
using NpgsqlTypes;

namespace Migrations.LocalServer.Gateway.Sql;

// Where a command's statements run: on any pooled connection, or on the one that holds the command's transaction.
internal sealed class SqlSession(NpgsqlDataSource backend, NpgsqlConnection? pinned, TimeProvider time)
{
    private const int Attempts = 12;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(64);

    public bool IsInTransaction => pinned is not null;

    // The same engine outside of the transaction, for looking things up after a failure.
    public SqlSession Outside() => pinned is null ? this : new SqlSession(backend, null, time);

    public async Task<SqlRow> RowAsync(string sql, SqlValue[] values, CancellationToken cancellationToken) =>
        await FirstRowAsync(sql, values, asText: false, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandFailure(ServerError.InternalError, "The storage engine gave no answer.");

    // OUT values of CALL have a type that can only be read as text.
    public async Task<SqlRow> CallAsync(string sql, SqlValue[] values, CancellationToken cancellationToken) =>
        await FirstRowAsync(sql, values, asText: true, cancellationToken).ConfigureAwait(false) ?? new SqlRow([]);

    public async Task<IReadOnlyList<string>> LinesAsync(string sql, SqlValue[] values, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await RunAsync(sql, values, asText: true, row => lines.Add(row.Text(0)), cancellationToken).ConfigureAwait(false);
        return lines;
    }

    private async Task<SqlRow?> FirstRowAsync(string sql, SqlValue[] values, bool asText, CancellationToken cancellationToken)
    {
        SqlRow? first = null;
        await RunAsync(sql, values, asText, row => first ??= row, cancellationToken).ConfigureAwait(false);
        return first;
    }

    // MongoDB waits out conflicts of single writes by itself; only transactions show them to the client.
    private async Task RunAsync(string sql, SqlValue[] values, bool asText, Action<SqlRow> take, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunOnceAsync(sql, values, asText, take, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (pinned is null && attempt < Attempts && IsWorthAnotherTry(exception.SqlState, attempt))
            {
                ForgetBrokenConnections(exception);
                var pause = Math.Min(LongestPause.TotalMilliseconds, Math.Pow(2, attempt));
#pragma warning disable CA5394 // The pauses of competitors only have to differ.
                await Task.Delay(TimeSpan.FromMilliseconds(pause * Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA5394
            }
            catch (NpgsqlException exception)
            {
                ForgetBrokenConnections(exception);
                throw SqlFailure.From(exception, IsInTransaction);
            }
            catch (InvalidOperationException exception) when (pinned is { FullState: not ConnectionState.Open })
            {
                throw SqlFailure.FromLoss(exception, IsInTransaction);
            }
            catch (OperationCanceledException exception) when (exception.InnerException is PostgresException inner)
            {
                throw SqlFailure.From(inner, IsInTransaction);
            }
        }
    }

    // A backend that was ended rolled its statement back, so running it once more is safe.
    private static bool IsWorthAnotherTry(string state, int attempt) =>
        SqlState.IsConflict(state) || (attempt == 1 && state.StartsWith("57P0", StringComparison.Ordinal));

    // If one connection was ended from outside, those in the pool usually were too.
    private void ForgetBrokenConnections(NpgsqlException exception)
    {
        if (exception is not PostgresException sql || SqlState.IsBroken(sql.SqlState))
        {
            backend.Clear();
        }
    }

    private async Task RunOnceAsync(string sql, SqlValue[] values, bool asText, Action<SqlRow> take, CancellationToken cancellationToken)
    {
        var connection = pinned ?? await backend.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = asText };
            await using (command.ConfigureAwait(false))
            {
                foreach (var value in values)
                {
                    command.Parameters.Add(value.ToParameter());
                }

                var reader = await command.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        var row = new object?[reader.FieldCount];
                        for (var column = 0; column < row.Length; column++)
                        {
                            row[column] = await reader.IsDBNullAsync(column, cancellationToken).ConfigureAwait(false) ? null : reader.GetValue(column);
                        }

                        take(new SqlRow(row));
                    }
                }
            }
        }
        finally
        {
            if (pinned is null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}

internal sealed class SqlRow(object?[] values)
{
    private const string BsonPrefix = "BSONHEX";

    public bool IsNull(int column) => values[column] is null;

    public RawDocument Document(int column) => values[column] switch
    {
        byte[] bytes => new RawDocument(bytes),
        string text when text.StartsWith(BsonPrefix, StringComparison.Ordinal) => new RawDocument(Convert.FromHexString(text.AsSpan(BsonPrefix.Length))),
        _ => RawDocument.Empty,
    };

    public string Text(int column) => values[column] as string ?? "";

    public bool IsTrue(int column) => values[column] is true or "t";

    public long Number(int column) => values[column] is long number ? number : 0;
}

// A value for a statement. Documents are sent as bytea; the engine casts them itself.
internal readonly record struct SqlValue(NpgsqlDbType Type, object? Value)
{
    public static SqlValue NoBytes => new(NpgsqlDbType.Bytea, null);

    public static SqlValue NoText => new(NpgsqlDbType.Text, null);

    public static implicit operator SqlValue(string text) => new(NpgsqlDbType.Text, text);

    public static implicit operator SqlValue(RawDocument document) => new(NpgsqlDbType.Bytea, document.Bytes);

    public static implicit operator SqlValue(long number) => new(NpgsqlDbType.Bigint, number);

    public static implicit operator SqlValue(double number) => new(NpgsqlDbType.Double, number);

    public static SqlValue Sequence(ReadOnlyMemory<byte>? documents) => documents is { } bytes ? new SqlValue(NpgsqlDbType.Bytea, bytes) : NoBytes;

    public static SqlValue Numbers(long[] numbers) => new(NpgsqlDbType.Bigint | NpgsqlDbType.Array, numbers);

    public NpgsqlParameter ToParameter() => new() { NpgsqlDbType = Type, Value = Value ?? DBNull.Value };
}

internal static class SqlFailure
{
    public static CommandFailure From(NpgsqlException exception, bool isInTransaction) => exception is PostgresException sql
        ? new CommandFailure(SqlState.ToCode(sql.SqlState, isInTransaction), sql.MessageText, exception)
        : new CommandFailure(ServerError.ShutdownInProgress, $"The connection to the storage engine broke: {exception.Message}", exception);

    // The driver reports a connection that broke while idle with an InvalidOperationException at its next use.
    public static bool IsConnectionLoss(Exception exception) => exception is NpgsqlException or InvalidOperationException;

    public static CommandFailure FromLoss(Exception exception, bool isInTransaction) => exception is NpgsqlException told
        ? From(told, isInTransaction)
        : new CommandFailure(ServerError.ShutdownInProgress, "The storage engine ended the connection.", exception);
}
