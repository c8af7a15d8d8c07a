using Migrations.Shared;

namespace Migrations.Host.Execution;

// How a command failed that threw something: the same for its report files and for its end.
internal sealed record CommandFailure(MigrationException Failure, ExitCode ExitCode)
{
    public static CommandFailure Of(Exception thrown, CancellationToken cancellationToken) => thrown switch
    {
        MigrationException known => new CommandFailure(known, ExitCodes.Of(known.Code)),
        OperationCanceledException when cancellationToken.IsCancellationRequested => new CommandFailure(new MigrationException(MigrationErrorCode.Unexpected, "The command was cancelled. What is finished stays finished.", thrown), ExitCode.Cancelled),
        IOException or UnauthorizedAccessException => Of(new MigrationException(MigrationErrorCode.FileUnusable, $"{thrown.Message.TrimEnd('.')}. The command stopped there. Name another file or folder, or get access to this one.", thrown), cancellationToken),
        _ => new CommandFailure(new MigrationException(MigrationErrorCode.Unexpected, $"An error in the tool itself: {thrown}", thrown), ExitCode.Failed),
    };
}
