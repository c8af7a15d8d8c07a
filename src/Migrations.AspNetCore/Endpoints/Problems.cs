using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.AspNetCore.Runs;
using Migrations.Shared;

namespace Migrations.AspNetCore.Endpoints;

// A failure as problem details (RFC 9457), with the code that callers decide by.
internal static class Problems
{
    public static ProblemHttpResult Of(MigrationException failure, RunReport? run = null)
    {
        var fault = Fault.Of(failure);
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = fault.Code };
        Add(extensions, "migration", fault.Migration);
        Add(extensions, "file", fault.File);
        Add(extensions, "line", fault.Line);
        Add(extensions, "run", run);
        return TypedResults.Problem(
            type: HostContract.ErrorPages + fault.Code.ToLowerInvariant(),
            title: TitleOf(failure.Code),
            detail: fault.Message,
            statusCode: StatusOf(failure.Code),
            extensions: extensions);
    }

    public static ProblemHttpResult Busy() => Of(new MigrationException(MigrationErrorCode.LockHeld, "This application is already carrying out a run, or is stopping. Nothing was done. Wait until it has ended."));

    public static ProblemHttpResult NoRun(string id) => TypedResults.Problem(title: "No such run", detail: $"There is no run '{id}', or it was too long ago, or another instance of the application has it. 'migrations journal' lists all runs.", statusCode: StatusCodes.Status404NotFound);

    private static void Add(Dictionary<string, object?> extensions, string name, object? value)
    {
        if (value is not null)
        {
            extensions[name] = value;
        }
    }

    private static int StatusOf(MigrationErrorCode code) => code switch
    {
        MigrationErrorCode.UsageInvalid or MigrationErrorCode.UnknownTree or MigrationErrorCode.UnknownTarget or MigrationErrorCode.AmbiguousTarget => StatusCodes.Status400BadRequest,
        MigrationErrorCode.LockHeld or MigrationErrorCode.LockLost or MigrationErrorCode.PlanChanged => StatusCodes.Status409Conflict,
        MigrationErrorCode.Unexpected => StatusCodes.Status500InternalServerError,
        // Where the server cannot be used, and not where it refuses a migration's command.
        _ when (int)code is >= 1200 and < 1300 && code is not (MigrationErrorCode.WriteFailed or MigrationErrorCode.InvalidExpression or MigrationErrorCode.CommandFailed or MigrationErrorCode.StatementTooLarge) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string TitleOf(MigrationErrorCode code) => StatusOf(code) switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be understood",
        StatusCodes.Status409Conflict => "Another run is at work",
        StatusCodes.Status503ServiceUnavailable => "The database or the application is not available",
        StatusCodes.Status500InternalServerError => "An error in the tool itself",
        _ => "The migrations cannot be carried out",
    };
}
