using System.Text;
using Migrations.Bson;

namespace Migrations.Mongo.Commands;

// What has to be known of a body before it is sent, found in one walk over its top level.
internal sealed class CommandBody
{
    private CommandBody(RawBsonDocument bytes, string name)
    {
        Bytes = bytes;
        Name = name;
    }

    public RawBsonDocument Bytes { get; }

    // The first field: what the command is.
    public string Name { get; }

    public bool HasReadConcern { get; private set; }

    public bool HasWriteConcern { get; private set; }

    public bool HasMaxTime { get; private set; }

    public bool IsOrdered { get; private set; } = true;

    public static CommandBody Read(RawBsonDocument body)
    {
        var reader = new BsonReader(body.Bytes.Span);
        if (!reader.Read())
        {
            throw new ArgumentException("A command's body has at least one field: the command's name.", nameof(body));
        }

        var result = new CommandBody(body, Encoding.UTF8.GetString(reader.NameUtf8));
        while (reader.Read())
        {
            result.Note(reader);
        }

        return result;
    }

    private void Note(in BsonReader reader)
    {
        var name = reader.NameUtf8;
        HasReadConcern |= name.SequenceEqual("readConcern"u8);
        HasWriteConcern |= name.SequenceEqual("writeConcern"u8);
        HasMaxTime |= name.SequenceEqual("maxTimeMS"u8);
        if (name.SequenceEqual("ordered"u8) && reader.Type == BsonType.Boolean)
        {
            IsOrdered = reader.Value[0] != 0;
        }
    }
}
