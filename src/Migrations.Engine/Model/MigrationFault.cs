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
