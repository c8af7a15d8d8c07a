namespace Migrations.MSBuild.Properties;

// The names of the properties before they had a prefix. The list is closed: new options never had such a name.
internal static class FormerNames
{
    private static readonly string[] All =
    [
        "AcceptChanged", "AcceptHalfDone", "As", "At", "Base", "BatchSize", "Class", "Collection", "Confirm", "Database", "DeclaredByApplication", "DefaultLine", "Description", "Distance", "DryRun", "Final", "Force",
        "Format", "From", "Kind", "Late", "LimitErrors", "Line", "Lines", "LockWait", "MaxReplicationLag", "Name", "NoLocalServer", "OlderThan", "OnDocumentError", "OneShot", "Option", "Out", "Reversible", "Rollback", "To",
        "Transaction", "Tree", "Verbose", "Version", "Via", "WithSetup", "Workers",
    ];

    // The correct spelling. Null if it was not an option.
    public static string? Find(string name) => All.FirstOrDefault(former => string.Equals(former, name, StringComparison.OrdinalIgnoreCase));
}
