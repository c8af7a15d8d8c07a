using Migrations.Bson;

namespace Migrations.Mongo.Messages;

// Something that can be sent: it writes its own body, anew for every attempt, and may bring documents that travel outside of it.
internal abstract class OutgoingCommand
{
    public virtual string? SequenceIdentifier => null;

    public virtual ReadOnlyMemory<byte> SequenceDocuments => default;

    // Writes one document, `$db` included.
    public abstract void WriteBody(BsonWriter writer);
}

internal sealed class DocumentCommand(string database, BsonDocument body) : OutgoingCommand
{
    public override void WriteBody(BsonWriter writer)
    {
        writer.WriteStartDocument();
        writer.WriteBytes(body.ToRaw().Bytes.Span[4..^1]);
        writer.WriteString("$db", database);
        writer.WriteEndDocument();
    }
}
