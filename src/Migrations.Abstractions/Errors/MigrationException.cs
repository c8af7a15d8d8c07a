namespace Migrations;

/// <summary>An expected failure: a stable code and a message that names the fact, the consequence and the cure.</summary>
public class MigrationException : Exception
{
    /// <summary>Creates the failure with its code and message.</summary>
    public MigrationException(MigrationErrorCode code, string message)
        : base(message) => Code = code;

    /// <summary>Creates the failure with its code, message and cause.</summary>
    public MigrationException(MigrationErrorCode code, string message, Exception? innerException)
        : base(message, innerException) => Code = code;

    /// <summary>The stable code; callers decide by it and never by the message.</summary>
    public MigrationErrorCode Code { get; }

    /// <summary>The source file that the failure is about, or null.</summary>
    public string? File { get; init; }

    /// <summary>The line in that file, from 1; 0 if unknown.</summary>
    public int Line { get; init; }
}
