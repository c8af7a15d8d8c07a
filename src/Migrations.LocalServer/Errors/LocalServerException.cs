using Migrations.Shared;

namespace Migrations.LocalServer.Errors;

/// <summary>The local server cannot be provided, or not in this way.</summary>
internal class LocalServerException : Exception
{
    internal LocalServerException(LocalServerErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    internal LocalServerErrorCode Code { get; }
}

internal static class LocalServerCures
{
    public const string ConnectionVariable = "MIGRATIONS_CONNECTION";

    public const string Elsewhere = $"Set {ConnectionVariable} to a MongoDB server of your own, for example one in a container (docs/local-server.md).";
}
