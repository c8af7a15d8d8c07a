using System.Diagnostics;
using System.Reflection;
using Migrations.Engine.Model;

namespace Migrations.Engine.Steps;

// What an author's constructor or property throws, around the body: told like a failure of the body, and never as a fault of the tool.
internal static class AuthorFault
{
    // Null when the author's code has no part in it.
    public static MigrationException? Of(Exception exception, MigrationDescriptor migration)
    {
        if (exception is MigrationException or OperationCanceledException)
        {
            return null;
        }

        var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        if (!new StackTrace(cause).GetFrames().Any(f => f.GetMethod()?.DeclaringType?.Assembly == migration.Type.Assembly))
        {
            return null;
        }

        return MigrationFault.Of(
            migration,
            MigrationErrorCode.MigrationFailed,
            $"Migration {migration.Identity} '{migration.Identity.Title}' failed outside of its body: {cause.GetType().Name}: {Sentence.Of(cause.Message)} Later migrations were not run. {RunAgain.Corrected}",
            cause);
    }
}
