namespace Migrations.LocalServer;

internal static class LocalServerCures
{
    public const string ConnectionVariable = "MIGRATIONS_CONNECTION";
    public const string KindVariable = "MIGRATIONS_LOCAL_SERVER";

    public const string Elsewhere =
        $"Set {ConnectionVariable} to a MongoDB server of your own, or install Docker and set {KindVariable}=docker.";
}
