namespace Migrations.Mongo.ConnectionStrings;

internal static class ConnectionStringErrors
{
    public const string EncodeCredentials =
        "User name and password must be URL encoded: write '%40' for '@', '%3A' for ':', '%2F' for '/', '%3F' for '?', '%25' for '%'.";

    public static MigrationException Invalid(string message) =>
        new(MigrationErrorCode.InvalidConnectionString, $"The connection string cannot be used. {message}");

    public static MigrationException Unsupported(string message) => new(MigrationErrorCode.UnsupportedConnectionOption, message);
}
