using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Fields;

// An update cannot fail on purpose. But converting a text to a number fails, and every server repeats the text in its error.
internal static class StepRefusal
{
    private const string Start = "[MIG1616 ";
    private const string End = " MIG1616]";

    // The _id makes it differ from document to document; a constant would be converted, and fail, before the first one.
    public static BsonValue Raise(DeclaredStep step, string reason) => Raise(step, Literal(reason));

    public static BsonValue Raise(DeclaredStep step, BsonValue reason)
    {
        var id = new BsonDocument("$convert", new BsonDocument { { "input", "$_id" }, { "to", "string" }, { "onError", Literal("that is no plain value") }, { "onNull", Literal("null") } });
        var text = new BsonArray([Literal($"{Start}{step.Description} is refused for the document with the _id "), id, Literal(": "), reason, Literal($".{End}")]);
        return new BsonDocument("$convert", new BsonDocument { { "input", new BsonDocument("$concat", text) }, { "to", "int" } });
    }

    // The message of a failure that a step raised; null for any other failure.
    public static MigrationException? Of(string message, MigrationIdentity migration, string collection) => Find(message) is not { } refusal ? null : new MigrationException(
        MigrationErrorCode.FieldStepRefused,
        $"Migration {migration} '{migration.Title}' stopped at a document of '{collection}' that it would damage. {refusal} The documents of this range stay as they were, or were migrated before it; earlier ranges are checkpointed. '--dry-run' lists all such documents. Correct them, or leave them out with Filter, and run again.");

    // The same as a fault of one document; the server does not reliably say which one.
    public static DocumentFailure? FailureOf(string message) => Find(message) is { } refusal ? new DocumentFailure(BsonNull.Value, null, refusal) { Code = MigrationErrorCode.FieldStepRefused } : null;

    private static string? Find(string message)
    {
        var start = message.IndexOf(Start, StringComparison.Ordinal);
        var end = start < 0 ? -1 : message.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0 ? null : message[(start + Start.Length)..end];
    }
}
