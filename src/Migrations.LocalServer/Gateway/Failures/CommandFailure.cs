namespace Migrations.LocalServer.Gateway.Failures;

// A command's error as the client sees it.
internal sealed class CommandFailure(int code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int Code => code;

    public IReadOnlyList<string> Labels { get; init; } = [];

    // Set if the labels are given and nothing must be added to them.
    public bool HasFinalLabels { get; init; }
}
