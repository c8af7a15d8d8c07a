using Migrations.Engine.Wording;
using System.Diagnostics;
using System.Reflection;
using Migrations.Engine.Model;

namespace Migrations.Engine.Steps;

// What an author's constructor or property throws outside the body: reported like a failure of the body, and never as an error of the tool.
internal static class AuthorFault
{
    // Null if the author's code is not involved.
    public static MigrationException? Of(Exception exception, MigrationDescriptor migration)
    {
        if (exception is MigrationException or OperationCanceledException)
        {
            return null;
        }

        var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        // It has no author here.
        if (migration.StoredBody is not null || !new StackTrace(cause).GetFrames().Any(f => f.GetMethod()?.DeclaringType?.Assembly == migration.Type.Assembly))
        {
            return null;
        }

        return MigrationFault.Of(
            migration,
            MigrationErrorCode.MigrationFailed,
            $"Migration {migration.Identity} '{migration.Identity.Title}' failed outside its body: {cause.GetType().Name}: {Sentence.Of(cause.Message)} Later migrations were not run. {RunAgain.Corrected}",
            cause);
    }
}
