using Migrations.Bytes;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;
using Migrations.Engine.Wording;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// Why one document was not migrated. The server's code is null when the author's code or the mapping failed.
internal sealed record DocumentFailure(BsonValue Id, int? ServerCode, string Reason)
{
    public string? Path { get; init; }

    // What the server says beyond its message: errInfo of a validator, index, keyPattern and keyValue of a duplicate key.
    public BsonDocument? Details { get; init; }

    public Exception? Cause { get; init; }

    public MigrationErrorCode Code { get; init; } = MigrationErrorCode.DocumentFailed;

    public static DocumentFailure Of(RawDocument document, Exception cause) => cause is CommandException refusal
        ? new(DocumentId.Of(document), refusal.ServerCode, $"The server refused its update with code {refusal.ServerCode}: {refusal.Message}")
        : OfAuthor(document, cause);

    private static DocumentFailure OfAuthor(RawDocument document, Exception cause) => new(DocumentId.Of(document), null, $"{cause.GetType().Name}: {cause.Message}")
    {
        Path = cause is DocumentMappingException { Path.Length: > 0 } mapping ? mapping.Path : null,
        Cause = cause,
    };

    public static DocumentFailure Of(RawDocument document, WriteError error) => Of(DocumentId.Of(document), error);

    public static DocumentFailure Of(BsonValue id, WriteError error)
    {
        var refusal = RefusedStatement.Read(error);
        return new(id, error.ServerCode, $"The server refused its update with code {error.ServerCode}: {refusal.Text}") { Path = refusal.Path, Details = refusal.Details };
    }

    public static string TextOf(BsonValue id) => DocumentId.TextOf(id);

    public ErrorEntry ToEntry() => new(Id, Reason) { ServerCode = ServerCode, Path = Path, Details = Details };

    public MigrationException ToException(MigrationIdentity migration, string collection) => new(
        Code,
        $"Migration {migration} '{migration.Title}' failed on the document {TextOf(Id)} of '{collection}': {Sentence.Of(Reason)} Its batch does not count as done; earlier batches do, and are checkpointed. Correct the document or the migration and run again.",
        Cause);
}

// A document and the classes of a migration do not fit. One line says what, where, and what helps.
internal sealed class DocumentMappingException : FormatException
{
    public DocumentMappingException(string reason, string path = "", string? member = null, Exception? cause = null)
        : base(path.Length == 0 ? reason : $"{member ?? "The document"} at '{path}': {reason}", cause) => Path = path;

    // The element's path, for example lines.2.price; empty for the document itself.
    public string Path { get; }
}
