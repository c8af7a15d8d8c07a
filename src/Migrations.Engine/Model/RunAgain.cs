namespace Migrations.Engine.Model;

// The cure for a failed body whose data are unchanged, or will be handled by the next run.
internal static class RunAgain
{
    public const string Corrected = "Correct it and run again.";
    public const string CorrectedWithData = "Correct the migration or the data and run again.";

    // Replaces the cure, unless the failure has a specific one.
    public static string Instead(string message, string cure) => (Without(message, Corrected) ?? Without(message, CorrectedWithData)) is { } fact ? $"{fact}{cure}" : $"{message} {cure}";

    private static string? Without(string message, string ending) => message.EndsWith(ending, StringComparison.Ordinal) ? message[..^ending.Length] : null;
}
