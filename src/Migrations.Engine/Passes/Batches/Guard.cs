using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// Without a transaction an update asks for the values it was computed from, so that it never overwrites what somebody else wrote meanwhile.
internal static class Guard
{
    // Enough for most names, so that nothing is allocated.
    private const int Usual = 256;

    public static void WriteStatement(RawWriter statements, PlannedChange change)
    {
        statements.WriteStartDocument();
        Write(statements, change);
        statements.WriteRaw("u"u8, change.Update);
        statements.WriteEndDocument();
    }

    // The whole filter of the statement that is being written.
    public static void Write(RawWriter statement, PlannedChange change)
    {
        statement.WriteStartDocument("q"u8);
        statement.WriteBytes(change.Filter.Bytes.Span[sizeof(int)..^1]);
        statement.WriteStartDocument("$expr"u8);
        statement.WriteStartArray("$and"u8);
        if (change.IsPipeline)
        {
            WriteEqual(statement, 0, "$ROOT"u8, new RawValue(BsonType.Document, change.Document.Bytes));
        }
        else
        {
            WriteFields(statement, change.Document, change.Update.Bytes.Span);
        }

        statement.WriteEndArray();
        statement.WriteEndDocument();
        statement.WriteEndDocument();
    }

    // Every field at top level that the update names or reaches into, once.
    private static void WriteFields(RawWriter statement, RawDocument document, ReadOnlySpan<byte> update)
    {
        var (path, count) = (0, 0);
        ReadOnlySpan<byte> last = default;
        var operations = new RawReader(update);
        while (operations.Read())
        {
            for (var paths = new RawReader(operations.Value); paths.Read(); path++)
            {
                var field = FieldOf(paths.NameUtf8);
                if (path == 0 || (!field.SequenceEqual(last) && (field.Length == paths.NameUtf8.Length || IndexOf(update, field) == path)))
                {
                    WriteField(statement, count++, document, field);
                }

                last = field;
            }
        }
    }

    // Of the first path that leads to it.
    private static int IndexOf(ReadOnlySpan<byte> update, ReadOnlySpan<byte> field)
    {
        var path = 0;
        var operations = new RawReader(update);
        while (operations.Read())
        {
            for (var paths = new RawReader(operations.Value); paths.Read(); path++)
            {
                if (FieldOf(paths.NameUtf8).SequenceEqual(field))
                {
                    return path;
                }
            }
        }

        return -1;
    }

    private static ReadOnlySpan<byte> FieldOf(ReadOnlySpan<byte> path) => path.IndexOf((byte)'.') is var dot and >= 0 ? path[..dot] : path;

    private static void WriteField(RawWriter statement, int position, RawDocument document, ReadOnlySpan<byte> field)
    {
        if (document.TryGetValue(field, out var value))
        {
            WriteEqual(statement, position, field, value);
            return;
        }

        StartEqual(statement, position);
        statement.WriteStartDocument("0"u8);
        WriteExpression(statement, "$type", field);
        statement.WriteEndDocument();
        statement.WriteString("1"u8, "missing");
        EndEqual(statement);
    }

    private static void WriteEqual(RawWriter statement, int position, ReadOnlySpan<byte> field, RawValue value)
    {
        StartEqual(statement, position);
        WriteExpression(statement, "0", field);
        statement.WriteStartDocument("1"u8);
        statement.WriteRaw("$literal"u8, value);
        statement.WriteEndDocument();
        EndEqual(statement);
    }

    private static void StartEqual(RawWriter statement, int position)
    {
        statement.WriteStartItem(position);
        statement.WriteStartArray("$eq"u8);
    }

    private static void EndEqual(RawWriter statement)
    {
        statement.WriteEndArray();
        statement.WriteEndDocument();
    }

    private static void WriteExpression(RawWriter statement, string name, ReadOnlySpan<byte> field)
    {
        var expression = field.Length < Usual ? stackalloc byte[Usual] : new byte[field.Length + 1];
        expression[0] = (byte)'$';
        field.CopyTo(expression[1..]);
        statement.WriteUtf8(name, expression[..(field.Length + 1)]);
    }
}

// A guarded update carries what it was computed from as well as what it writes, and servers accept no statement that is much longer than a document.
internal static class StatementLimit
{
    private const int Largest = (16 * 1024 * 1024) + (16 * 1024);

    // A guard on a field is never longer than this many times the field.
    private const int Suspicious = Largest / 16;

    public static bool IsTooLarge(PlannedChange change) => (long)change.Document.Length + change.Update.Bytes.Length > Suspicious && Measure(change) > Largest;

    public static DocumentFailure Failure(PlannedChange change) => new(
        change.Id,
        null,
        $"Its update has {Measure(change)} bytes together with the values that it was computed from, which are sent along without transactions, and the server accepts {Largest}. It was not sent. Migrate with transactions ('--transaction require'), or change less of the document.");

    private static long Measure(PlannedChange change)
    {
        using var statement = new RawWriter((change.Document.Length + change.Update.Bytes.Length) * 2);
        Guard.WriteStatement(statement, change);
        return statement.Length;
    }
}
