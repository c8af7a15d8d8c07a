using Migrations.Bson;
using Migrations.Mongo.Messages;

namespace Migrations.Mongo.Commands;

// The caller's body as it is, with our fields behind it: the command's name stays first, and nothing is parsed.
internal sealed class AttemptMessage(string database, CommandBody body, AttachedFields fields, string? identifier, ReadOnlyMemory<byte> documents) : OutgoingCommand
{
    public override string? SequenceIdentifier => identifier;

    public override ReadOnlyMemory<byte> SequenceDocuments => documents;

    public override void WriteBody(BsonWriter writer)
    {
        writer.WriteStartDocument();
        RawBsonDocument? readConcern = null;
        if (fields.HasReadConcern && body.HasReadConcern)
        {
            readConcern = WriteWithoutReadConcern(writer);
        }
        else
        {
            writer.WriteBytes(body.Bytes.Bytes.Span[4..^1]);
        }

        if (fields.HasReadConcern)
        {
            fields.WriteReadConcern(writer, readConcern);
        }

        fields.Write(writer, database);
        writer.WriteEndDocument();
    }

    private RawBsonDocument? WriteWithoutReadConcern(BsonWriter writer)
    {
        RawBsonDocument? readConcern = null;
        foreach (var element in body.Bytes)
        {
            if (element.NameUtf8.SequenceEqual("readConcern"u8) && element.Value.Type == BsonType.Document)
            {
                readConcern = element.Value.AsDocument;
            }
            else
            {
                writer.WriteBytes(element.Bytes.Span);
            }
        }

        return readConcern;
    }
}
