namespace Migrations.LocalServer.Errors;

internal static class LocalServerCures
{
    public const string ConnectionVariable = "MIGRATIONS_CONNECTION";

    public const string Elsewhere = $"Set {ConnectionVariable} to a MongoDB server of your own, for example one in a container (docs/local-server.md).";
}
