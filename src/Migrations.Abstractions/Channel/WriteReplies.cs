using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>Reads the outcome of write commands.</summary>
public static class WriteReplies
{
    /// <summary>Throws when a write command's reply carries write errors or a write concern error.</summary>
    /// <exception cref="MongoWriteException">A statement or the write concern failed (MIG1290).</exception>
    public static void ThrowOnErrors(RawBsonDocument reply, string commandName, string collection)
    {
        var errors = ReadErrors(reply);
        if (errors.Count > 0)
        {
            var first = errors[0];
            throw new MongoWriteException(
                $"{errors.Count} statement(s) of '{commandName}' on '{collection}' failed; the first, number {first.Index}, with server code {first.ServerCode}: {first.Message}{InfoText(first)} Nothing after an ordered failure was written. Correct the data or the migration.",
                errors,
                new RawBsonDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }

        if (reply.TryGetValue("writeConcernError"u8, out var concern))
        {
            var document = concern.AsDocument.ToBsonDocument();
            throw new MongoWriteException(
                $"'{commandName}' on '{collection}' was done, but its write concern was not met: {document.ToJson()} The write may be lost in a failover. Run again when the replica set is healthy.",
                [],
                new RawBsonDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }
    }

    /// <summary>The write errors of a reply, empty if there are none.</summary>
    public static IReadOnlyList<WriteError> ReadErrors(RawBsonDocument reply)
    {
        if (!reply.TryGetValue("writeErrors"u8, out var value))
        {
            return [];
        }

        var errors = new List<WriteError>();
        foreach (var item in value.AsArray)
        {
            errors.Add(ReadError(item.AsDocument));
        }

        return errors;
    }

    /// <summary>A counter of a reply, 0 if it is missing.</summary>
    public static long Count(RawBsonDocument reply, ReadOnlySpan<byte> name) => reply.TryGetValue(name, out var value) ? value.ToInt64() : 0;

    private static WriteError ReadError(RawBsonDocument error) => new()
    {
        Index = (int)Count(error, "index"u8),
        ServerCode = (int)Count(error, "code"u8),
        Message = error.TryGetValue("errmsg"u8, out var message) ? message.AsString : "",
        Info = DocumentOf(error, "errInfo"u8),
        KeyPattern = DocumentOf(error, "keyPattern"u8),
        KeyValue = DocumentOf(error, "keyValue"u8),
    };

    private static BsonDocument? DocumentOf(RawBsonDocument error, ReadOnlySpan<byte> name) =>
        error.TryGetValue(name, out var value) && value.Type == BsonType.Document ? new RawBsonDocument(value.Bytes.ToArray()).ToBsonDocument() : null;

    private static string InfoText(WriteError error) => error.Info is null ? "" : " " + error.Info.ToJson();
}
