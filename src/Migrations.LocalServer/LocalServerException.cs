using Migrations.Shared;

namespace Migrations.LocalServer;

/// <summary>No local server can be had, or not in this way.</summary>
internal class LocalServerException : Exception
{
    internal LocalServerException(LocalServerErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    internal LocalServerErrorCode Code { get; }
}
