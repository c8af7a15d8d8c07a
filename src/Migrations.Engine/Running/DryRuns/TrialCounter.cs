using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.DryRuns;

// Counts what the documents of a trial became, from the server's replies. Authors' own calls are counted where they are enlisted.
internal sealed class TrialCounter(ICommandChannel inner) : ChannelDecorator(inner)
{
    public WriteCounts Counts { get; private set; } = new();

    public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        var reply = await base.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        var n = WriteReplies.Count(reply.Document, "n"u8);
        var written = NameOf(command) switch
        {
            "insert" => new WriteCounts { Inserted = n },
            "delete" => new WriteCounts { Deleted = n },
            "update" => new WriteCounts { Matched = n, Modified = WriteReplies.Count(reply.Document, "nModified"u8), Inserted = Upserted(reply) },
            _ => new WriteCounts(),
        };
        Counts = WriteCounts.Sum(Counts, written);
        return reply;
    }

    private static long Upserted(CommandReply reply) => reply.Document.TryGetValue("upserted"u8, out var upserted) ? upserted.AsArray.Count : 0;
}
