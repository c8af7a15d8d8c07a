namespace Migrations.Mongo.ConnectionStrings;

internal static class CredentialReader
{
    private static readonly string[] Supported = ["SCRAM-SHA-1", "SCRAM-SHA-256"];

    public static Credential? Read(ConnectionStringParts parts, ConnectionOptions options)
    {
        var source = options.Text("authSource");
        if (source?.Length == 0)
        {
            throw ConnectionStringErrors.Invalid("'authSource' is empty. Name the database that holds the user, or remove the option.");
        }

        var mechanism = options.Text("authMechanism");
        if (mechanism is not null && !Supported.Contains(mechanism, StringComparer.Ordinal))
        {
            throw ConnectionStringErrors.Unsupported(
                $"'authMechanism' names a mechanism that the built-in client does not support. Nothing was connected. Use one of {string.Join(", ", Supported)}, or leave it out.");
        }

        if (parts.UserName is null && mechanism is null)
        {
            return null;
        }

        if (string.IsNullOrEmpty(parts.UserName))
        {
            throw ConnectionStringErrors.Invalid("It asks for a login ('@' or 'authMechanism') but names no user. Write mongodb://user:password@host.");
        }

        return new Credential(mechanism, source ?? parts.Database ?? "admin", parts.UserName, parts.Password);
    }
}
