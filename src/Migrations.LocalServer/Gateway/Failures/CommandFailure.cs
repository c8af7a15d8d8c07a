namespace Migrations.LocalServer.Gateway.Failures;

// A command's error as the client shall see it.
internal sealed class CommandFailure(int code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int Code => code;

    public IReadOnlyList<string> Labels { get; init; } = [];

    // Set when the labels are given and nothing is to be added to them.
    public bool HasFinalLabels { get; init; }
}
