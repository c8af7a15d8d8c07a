using Migrations.Shared;

namespace Migrations.LocalServer.Errors;

/// <summary>The local server cannot be provided, or not in this way.</summary>
internal class LocalServerException : Exception
{
    internal LocalServerException(LocalServerErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    internal LocalServerErrorCode Code { get; }
}
