namespace Migrations;

/// <summary>Versions that are known only when the project is built.</summary>
public static class MigrationVersion
{
    /// <summary>The version of the project (<c>PackageVersion</c>) at the time it is built.</summary>
    public const string Next = "next";
}
