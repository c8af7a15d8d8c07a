namespace Migrations.Channel;

/// <summary>A failure on the way to the database or reported by it.</summary>
public class MongoException : MigrationException
{
    private readonly List<string> _errorLabels;

    /// <summary>Creates the failure with its code, message, cause and error labels.</summary>
    public MongoException(MigrationErrorCode code, string message, Exception? innerException = null, IEnumerable<string>? errorLabels = null)
        : base(code, message, innerException) => _errorLabels = errorLabels is null ? [] : [.. errorLabels];

    /// <summary>Labels set by the server or the client, for example <c>TransientTransactionError</c>.</summary>
    public IReadOnlyList<string> ErrorLabels => _errorLabels;

    /// <summary>Whether the failure carries the label.</summary>
    public bool HasErrorLabel(string label) => _errorLabels.Contains(label, StringComparer.Ordinal);

    /// <summary>Adds a label, as a channel does that knows more about the failure than the server.</summary>
    public void AddErrorLabel(string label)
    {
        if (!HasErrorLabel(label))
        {
            _errorLabels.Add(label);
        }
    }
}
