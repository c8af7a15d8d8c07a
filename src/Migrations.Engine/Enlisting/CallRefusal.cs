using System.Reflection;

namespace Migrations.Engine.Enlisting;

// The messages about calls that are refused.
internal static class CallRefusal
{
    public static MigrationException OfCall(MethodInfo method, string cure) => new(
        MigrationErrorCode.CallRefused,
        $"'{NameOf(method)}' cannot take part in a migration, so it was not done. {cure}");

    public static MigrationException OfUnknown(MethodInfo method) => OfCall(method, "It is not known to this version of Migrations, perhaps because the plugin brings a newer MongoDB.Driver. Use another method, or update Migrations.");

    public static MigrationException OfCommand(string command, string cure) => new(MigrationErrorCode.CallRefused, $"The command '{command}' cannot take part in a migration, so it was not run. {cure}");

    public static MigrationException OfSession(string what) => new(
        MigrationErrorCode.CallRefused,
        $"'{what}' was given a session other than the migration's own, so it was not done: it would survive a rollback of the migration. Leave the session out, or pass the context's.");

    public static MigrationException OfWriting(string what) => new(MigrationErrorCode.CallRefused, $"'{what}' writes, and a precondition only reads, so it was not done. Write in a migration's body.");

    public static MigrationException OfOutput(string stage) => new(
        MigrationErrorCode.CallRefused,
        $"The stage '{stage}' cannot run in a transaction, so the pipeline was not run. Read the documents and write them with BulkWrite, emit them with an EmitMigration, or set Transaction = TransactionMode.Never.");

    public static MigrationException OfWriteConcern() => new(
        MigrationErrorCode.CallRefused,
        "Unacknowledged writes (w: 0) were requested: nobody could tell whether they were done, or count them. Leave the write concern out; in a transaction, the transaction's own applies anyway.");

    public static MigrationException OfOwnCollection(string collection) => new(
        MigrationErrorCode.StateRefused,
        $"The collection '{collection}' holds the state of the migrations. A migration that read or changed it would depend on how it is run, so it was not touched. Use another name, or another prefix for the state.");

    public static MigrationException OfEscape(string command, string database) => new(
        MigrationErrorCode.CallRefused,
        $"The command '{command}' on '{database}' does not belong to the migration's session and transaction, so it was not sent. Use the database, collections and session of the migration's context, not a client of your own made from them.");

    public static MigrationException AfterTheEnd() => new(
        MigrationErrorCode.CallRefused,
        "The migration's database was used after the migration's body had returned, so nothing was done. Await every task before the body returns.");

    public static MigrationException OfUnawaited(IReadOnlyList<string> calls) => new(
        MigrationErrorCode.CallNotAwaited,
        $"Its body returned without awaiting {(calls.Count == 1 ? "this call" : $"these {calls.Count} calls")}: {Listed(calls)}. Nobody would have known whether {(calls.Count == 1 ? "it" : "they")} succeeded, so the migration does not count as applied. Await every call before the body returns, several with Task.WhenAll.");

    public static MigrationException OfAsyncVoid() => new(
        MigrationErrorCode.CallNotAwaited,
        "It called an 'async void' method, which cannot be awaited. Nobody would have known whether it succeeded, so the migration does not count as applied. Make the method return a Task, and await it.");

    public static MigrationException OfLate(MigrationIdentity migration, IReadOnlyList<string> calls) => new(
        MigrationErrorCode.CallNotAwaited,
        $"Migration {migration} '{migration.Title}': its body had returned when code that it had left running used its database: {Listed(calls)}. That was refused, so the migration does not count as applied. Await every task before the body returns.");

    public static MigrationException OfTooLate(IReadOnlyList<string> calls) => new(
        MigrationErrorCode.CallNotAwaited,
        $"Code that a body had left running used its database after the migration counted as applied: {Listed(calls)}. That was refused. Await every task before the body returns; then check the data, and roll the migration back to apply it again, or correct them with another migration.");

    public static string NameOf(MethodInfo method)
    {
        var type = method.DeclaringType!.Name;
        return $"{type.Split('`')[0]}.{(method.IsSpecialName ? method.Name[4..] : method.Name)}";
    }

    private static string Listed(IReadOnlyList<string> calls) => string.Join(", ", calls.Distinct(StringComparer.Ordinal).Take(10).Select(c => $"'{c}'"));
}
