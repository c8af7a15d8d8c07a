namespace Migrations.Shared;

// What the host and its fronts (MSBuild, Cake) agree on, besides the table of options. One file, linked into each, so that they cannot drift apart.
internal static class HostContract
{
    public const string ConnectionVariable = "MIGRATIONS_CONNECTION";

    public const string DatabaseVariable = "MIGRATIONS_DATABASE";

    // Where the project is at home: its code, its documentation, the pages of its errors.
    public const string ProjectUrl = "https://github.com/migrations-net/migrations";

    // Followed by the code in lower case.
    public const string ErrorPages = ProjectUrl + "/blob/main/docs/errors/README.md#";

    public const string CreatedPrefix = "Created: ";

    public const string UpdatedPrefix = "Updated: ";
}

// The exit codes of the host, documented in docs/commands.md.
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    Pending = 2,
    Locked = 3,
    VerificationFailed = 4,
    DoesNotFit = 5,
    Refused = 6,
    Usage = 64,
    Unreachable = 69,
    Cancelled = 130,
}
