namespace Migrations.Engine.Database.Failures;

// A failure on the way to the database or reported by it.
internal class DatabaseException : MigrationException
{
    private readonly List<string> _errorLabels;

    public DatabaseException(MigrationErrorCode code, string message, Exception? innerException = null, IEnumerable<string>? errorLabels = null)
        : base(code, message, innerException) => _errorLabels = errorLabels is null ? [] : [.. errorLabels];

    // Labels set by the server or the client, for example TransientTransactionError.
    public IReadOnlyList<string> ErrorLabels => _errorLabels;

    // Whether the failure carries the label.
    public bool HasErrorLabel(string label) => _errorLabels.Contains(label, StringComparer.Ordinal);

    // Adds a label, as a channel does that knows more about the failure than the server.
    public void AddErrorLabel(string label)
    {
        if (!HasErrorLabel(label))
        {
            _errorLabels.Add(label);
        }
    }
}
