using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

// The engine has no bulkWrite; it is done as runs of inserts, updates and deletes.
internal static class BulkWriteCommand
{
    public static async Task<RawDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var namespaces = request.Documents("nsInfo").Select(info => info["ns"].AsString).ToList();
        var isOrdered = !request.Body.TryGetValue("ordered"u8, out var ordered) || ordered.ToBoolean();
        var errorsOnly = request.Body.TryGetValue("errorsOnly"u8, out var only) && only.ToBoolean();
        var result = new BulkWriteResult(errorsOnly);
        foreach (var run in BulkWriteRun.Split(request.Documents("ops"), namespaces, groupsUpdates: errorsOnly))
        {
            var reply = await ExecuteAsync(context, run, isOrdered, cancellationToken).ConfigureAwait(false);
            result.Add(run, reply);
            if (isOrdered && result.HasErrors)
            {
                break;
            }
        }

        return result.ToReply();
    }

    private static async Task<RawDocument> ExecuteAsync(CommandContext context, BulkWriteRun run, bool isOrdered, CancellationToken cancellationToken)
    {
        var command = new BsonDocument { { run.Command, run.Collection }, { "ordered", isOrdered } };
        foreach (var name in (ReadOnlySpan<string>)["bypassDocumentValidation", "let", "comment"])
        {
            if (context.Request.Body.TryGetValue(name, out var value) && (name != "let" || run.Command != "insert"))
            {
                command.Add(name, value.ToBsonValue());
            }
        }

        var inner = context with { Request = context.Request.With(run.Database, command.ToRaw(), run.SequenceName, run.Statements()) };
        try
        {
            return await CommandTable.Find(run.Command)!.Handler(inner, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandFailure failure) when (!context.Sql.IsInTransaction && run.Count == 1)
        {
            // An error that would fail a single-statement command only fails this statement.
            var error = new BsonDocument { { "index", 0 }, { "code", failure.Code }, { "errmsg", failure.Message } };
            return new BsonDocument { { "n", 0 }, { "writeErrors", new BsonArray([error]) }, { "ok", 1.0 } }.ToRaw();
        }
    }
}

// Consecutive operations of one kind on one collection: one command of the old form.
internal sealed class BulkWriteRun(string command, string ns, int firstIndex)
{
    private readonly List<RawDocument> _operations = [];

    public string Command => command;

    public string Database => ns[..ns.IndexOf('.', StringComparison.Ordinal)];

    public string Collection => ns[(ns.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public int FirstIndex => firstIndex;

    public int Count => _operations.Count;

    public string SequenceName => command switch { "insert" => "documents", "update" => "updates", _ => "deletes" };

    public static IEnumerable<BulkWriteRun> Split(IReadOnlyList<RawDocument> operations, List<string> namespaces, bool groupsUpdates)
    {
        BulkWriteRun? run = null;
        for (var i = 0; i < operations.Count; i++)
        {
            var (kind, position) = KindOf(operations[i]);
            if (position < 0 || position >= namespaces.Count)
            {
                throw new CommandFailure(ServerError.BadValue, $"BulkWrite ops entry {i} has an invalid nsInfo index.");
            }

            var ns = namespaces[position];
            var fits = run is not null && run.Command == kind && run.Collection == ns[(ns.IndexOf('.', StringComparison.Ordinal) + 1)..] && ns.StartsWith(run.Database + ".", StringComparison.Ordinal);

            // The engine adds up the counts of a command, so updates whose counts are wanted go one by one.
            if (run is not null && (!fits || (kind != "insert" && !groupsUpdates)))
            {
                yield return run;
                run = null;
            }

            run ??= new BulkWriteRun(kind, ns, i);
            run._operations.Add(operations[i]);
        }

        if (run is not null)
        {
            yield return run;
        }
    }

    public ReadOnlyMemory<byte> Statements()
    {
        using var writer = new RawWriter();
        foreach (var operation in _operations)
        {
            switch (command)
            {
                case "insert":
                    writer.WriteBytes(operation["document"].Bytes.Span);
                    break;
                case "update":
                    WriteStatement(writer, operation, isUpdate: true);
                    break;
                default:
                    WriteStatement(writer, operation, isUpdate: false);
                    break;
            }
        }

        return writer.ToArray();
    }

    private static (string Kind, int Namespace) KindOf(RawDocument operation)
    {
        foreach (var element in operation)
        {
            return element.Name is "insert" or "update" or "delete"
                ? (element.Name, element.Value.ToInt32())
                : throw new CommandFailure(ServerError.BadValue, $"BulkWrite does not know the operation '{element.Name}'.");
        }

        throw new CommandFailure(ServerError.BadValue, "An operation of bulkWrite is empty.");
    }

    private static void WriteStatement(RawWriter writer, RawDocument operation, bool isUpdate)
    {
        writer.WriteStartDocument();
        var isMulti = false;
        foreach (var element in operation)
        {
            var value = element.Value;
            switch (element.Name)
            {
                case "filter":
                    writer.WriteRaw("q", value.Type, value.Bytes.Span);
                    break;
                case "updateMods":
                    writer.WriteRaw("u", value.Type, value.Bytes.Span);
                    break;
                case "multi":
                    isMulti = value.ToBoolean();
                    break;
                case "constants":
                    writer.WriteRaw("c", value.Type, value.Bytes.Span);
                    break;
                case "upsert" or "arrayFilters" or "hint" or "collation" or "sort":
                    writer.WriteBytes(element.Bytes.Span);
                    break;
                default:
                    break;
            }
        }

        if (isUpdate)
        {
            writer.WriteBoolean("multi", isMulti);
        }
        else
        {
            writer.WriteInt32("limit", isMulti ? 0 : 1);
        }

        writer.WriteEndDocument();
    }
}
