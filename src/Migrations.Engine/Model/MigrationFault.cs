namespace Migrations.Engine.Model;

// Says of a failure which migration it belongs to and where that stands: the line of its code that failed, or else its class.
internal static class MigrationFault
{
    public static MigrationException Of(MigrationDescriptor migration, MigrationErrorCode code, string message, Exception? cause = null) => new MigrationException(code, message, cause).In(migration);

    public static T In<T>(this T failure, MigrationDescriptor migration)
        where T : MigrationException
    {
        // A lost lock is the run's affair.
        if (failure.Code != MigrationErrorCode.LockLost)
        {
            var place = SourcePlace.Of(failure);
            failure.Locate(migration.Identity, place?.File ?? (migration.File.Length == 0 ? null : migration.File), place?.Line ?? migration.SourceLine);
        }

        return failure;
    }

    // What is said of several belongs to one only where all of it does.
    public static MigrationException InOnly(this MigrationException failure, IEnumerable<MigrationDescriptor?> migrations) => migrations.Distinct().ToList() is [{ } one] ? failure.In(one) : failure;
}
