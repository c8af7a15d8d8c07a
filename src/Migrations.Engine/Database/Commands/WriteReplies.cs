using Migrations.Engine.Wording;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Database.Commands;

// Reads the outcome of write commands.
internal static class WriteReplies
{
    // Throws when a write command's reply carries write errors or a write concern error.
    public static void ThrowOnErrors(RawDocument reply, string commandName, string collection)
    {
        var errors = ReadErrors(reply);
        if (errors.Count > 0)
        {
            var first = errors[0];
            throw new WriteException(
                $"{errors.Count} statement(s) of '{commandName}' on '{collection}' failed; the first, number {first.Index}, with server code {first.ServerCode}: {Sentence.Of(first.Message + InfoText(first))} Nothing after the first failure of an ordered write was written. Correct the data or the migration.",
                errors,
                new RawDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }

        if (reply.TryGetValue("writeConcernError"u8, out var concern))
        {
            var document = concern.AsDocument.ToBsonDocument();
            throw new WriteException(
                $"'{commandName}' on '{collection}' was done, but its write concern was not met: {document.ToText()} The write may be lost in a failover. Run again when the replica set is healthy.",
                [],
                new RawDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }
    }

    // The write errors of a reply, empty if there are none.
    public static IReadOnlyList<WriteError> ReadErrors(RawDocument reply)
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

    // A counter of a reply, 0 if it is missing.
    public static long Count(RawDocument reply, ReadOnlySpan<byte> name) => reply.TryGetValue(name, out var value) ? value.ToInt64() : 0;

    private static WriteError ReadError(RawDocument error) => new()
    {
        Index = (int)Count(error, "index"u8),
        ServerCode = (int)Count(error, "code"u8),
        Message = error.TryGetValue("errmsg"u8, out var message) ? message.AsString : "",
        Info = DocumentOf(error, "errInfo"u8),
        KeyPattern = DocumentOf(error, "keyPattern"u8),
        KeyValue = DocumentOf(error, "keyValue"u8),
    };

    private static BsonDocument? DocumentOf(RawDocument error, ReadOnlySpan<byte> name) =>
        error.TryGetValue(name, out var value) && value.Type == BsonType.Document ? new RawDocument(value.Bytes.ToArray()).ToBsonDocument() : null;

    private static string InfoText(WriteError error) => error.Info is null ? "" : " " + error.Info.ToText();
}
