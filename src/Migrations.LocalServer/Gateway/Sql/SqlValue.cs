using Migrations.Bytes;
using Npgsql;
using NpgsqlTypes;

namespace Migrations.LocalServer.Gateway.Sql;

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
