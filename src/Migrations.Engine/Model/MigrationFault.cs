using System.Diagnostics;
using System.Reflection;
using Migrations.Bytes;

namespace Migrations.Engine.Model;

// Adds to a failure which migration it belongs to and where that is: the line of its code that failed, or else its class.
internal static class MigrationFault
{
    public static MigrationException Of(MigrationDescriptor migration, MigrationErrorCode code, string message, Exception? cause = null) => new MigrationException(code, message, cause).In(migration);

    public static T In<T>(this T failure, MigrationDescriptor migration)
        where T : MigrationException
    {
        // A lost lock concerns the run, not the migration.
        if (failure.Code != MigrationErrorCode.LockLost)
        {
            var place = FailureLocation.Of(failure);
            failure.Locate(migration.Identity, place?.File ?? (migration.File.Length == 0 ? null : migration.File), place?.Line ?? migration.SourceLine);
        }

        return failure;
    }

    // A failure of several migrations belongs to one only if all of it does.
    public static MigrationException InOnly(this MigrationException failure, IEnumerable<MigrationDescriptor?> migrations) => migrations.Distinct().ToList() is [{ } one] ? failure.In(one) : failure;
}

// The author's own line in a failure, so that an editor can go there: the first frame with a source file outside of our own assemblies, of the failure or else of what caused it.
internal sealed record FailureLocation(string File, int Line)
{
    private static readonly HashSet<Assembly> Own = [typeof(FailureLocation).Assembly, typeof(MigrationBody).Assembly, typeof(RawDocument).Assembly];

    public static FailureLocation? Of(Exception failure) => Find(failure, assembly => !Own.Contains(assembly));

    // In one assembly only.
    public static FailureLocation? Of(Exception failure, Assembly assembly) => Find(failure, a => a == assembly);

    private static FailureLocation? Find(Exception failure, Func<Assembly, bool> counts) =>
        FirstFrame(failure, counts) ?? Causes(failure).Select(cause => Find(cause, counts)).FirstOrDefault(place => place is not null);

    private static Exception[] Causes(Exception failure) => failure is AggregateException several ? [.. several.InnerExceptions] : failure.InnerException is { } cause ? [cause] : [];

    private static FailureLocation? FirstFrame(Exception failure, Func<Assembly, bool> counts) =>
        new StackTrace(failure, fNeedFileInfo: true).GetFrames()
            .Where(f => f.GetFileName() is { Length: > 0 } && f.GetMethod()?.DeclaringType?.Assembly is { } assembly && counts(assembly))
            .Select(f => new FailureLocation(f.GetFileName()!, f.GetFileLineNumber()))
            .FirstOrDefault();
}

// The cure for a failed body whose data are unchanged, or will be handled by the next run.
internal static class RunAgain
{
    public const string Corrected = "Correct it and run again.";
    public const string CorrectedWithData = "Correct the migration or the data and run again.";

    // Replaces the cure, unless the failure has a specific one.
    public static string Instead(string message, string cure) => (Without(message, Corrected) ?? Without(message, CorrectedWithData)) is { } fact ? $"{fact}{cure}" : $"{message} {cure}";

    private static string? Without(string message, string ending) => message.EndsWith(ending, StringComparison.Ordinal) ? message[..^ending.Length] : null;
}
