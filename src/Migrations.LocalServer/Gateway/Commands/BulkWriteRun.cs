using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Commands;

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
