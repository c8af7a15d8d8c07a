namespace Migrations;

/// <summary>An expected failure: a stable code and a message that names the fact, the consequence and the cure.</summary>
public class MigrationException : Exception
{
    private string? _file;
    private int _line;

    /// <summary>Creates the failure with its code and message.</summary>
    public MigrationException(MigrationErrorCode code, string message)
        : base(message) => Code = code;

    /// <summary>Creates the failure with its code, message and cause.</summary>
    public MigrationException(MigrationErrorCode code, string message, Exception? innerException)
        : base(message, innerException) => Code = code;

    /// <summary>The stable code; callers decide by it and never by the message.</summary>
    public MigrationErrorCode Code { get; }

    /// <summary>The migration that the failure belongs to, or null.</summary>
    public MigrationIdentity? Migration { get; private set; }

    /// <summary>The source file that the failure is about, or null; if it is not absolute, it is relative to the folder of the plugin's project.</summary>
    public string? File { get => _file; init => _file = value; }

    /// <summary>The line in that file, from 1; 0 if unknown.</summary>
    public int Line { get => _line; init => _line = value; }

    /// <summary>The failure as an application shows it that nobody catches it in: with its code.</summary>
    public override string ToString() => $"MIG{(int)Code:D4}: {base.ToString()}";

    /// <summary>Sets which migration the failure belongs to and where in its source it arose; what is already known is kept.</summary>
    public void Locate(MigrationIdentity migration, string? file, int line)
    {
        Migration ??= migration;
        if (_file is null)
        {
            (_file, _line) = (file, line);
        }
    }
}
