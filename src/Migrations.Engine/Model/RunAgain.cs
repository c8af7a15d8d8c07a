namespace Migrations.Engine.Model;

// The cure of a failed body whose data are as they were, or are left to its next run.
internal static class RunAgain
{
    public const string Corrected = "Correct it and run again.";
    public const string CorrectedWithData = "Correct the migration or the data and run again.";

    // Another cure in its place; what has one of its own keeps it.
    public static string Instead(string message, string cure) => (Without(message, Corrected) ?? Without(message, CorrectedWithData)) is { } fact ? $"{fact}{cure}" : $"{message} {cure}";

    private static string? Without(string message, string ending) => message.EndsWith(ending, StringComparison.Ordinal) ? message[..^ending.Length] : null;
}
