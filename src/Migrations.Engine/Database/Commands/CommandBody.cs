using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Database.Commands;

// What must be known about a body before it is sent, found in one pass over its top level.
internal sealed class CommandBody
{
    private CommandBody(RawDocument bytes, string name)
    {
        Bytes = bytes;
        Name = name;
    }

    public RawDocument Bytes { get; }

    // The first field: what the command is.
    public string Name { get; }

    public bool HasReadConcern { get; private set; }

    public bool HasWriteConcern { get; private set; }

    public bool HasMaxTime { get; private set; }

    public bool IsOrdered { get; private set; } = true;

    public static CommandBody Read(RawDocument body)
    {
        var reader = new RawReader(body.Bytes.Span);
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

    private void Note(in RawReader reader)
    {
        var name = reader.NameUtf8;
        HasReadConcern |= name.SequenceEqual("readConcern"u8);
        HasWriteConcern |= name.SequenceEqual("writeConcern"u8);
        HasMaxTime |= name.SequenceEqual("maxTimeMS"u8);
        IsOrdered &= !(name.SequenceEqual("ordered"u8) && reader.Type == BsonType.Boolean && reader.Value[0] == 0);
    }
}
