namespace Migrations.Host.Execution;

// What a command failed with, as its reports say it.
internal static class CommandFailure
{
    public static MigrationException Of(Exception exception) => exception switch
    {
        MigrationException failure => failure,
        IOException or UnauthorizedAccessException => new MigrationException(MigrationErrorCode.FileUnusable, $"{exception.Message.TrimEnd('.')}. The command stopped there. Name another file or folder, or get access to this one.", exception),
        _ => new MigrationException(MigrationErrorCode.Unexpected, $"An error in the tool itself: {exception}"),
    };
}
