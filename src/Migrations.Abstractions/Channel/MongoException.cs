namespace Migrations.Channel;

/// <summary>A failure on the way to the database or reported by it.</summary>
public class MongoException : MigrationException
{
    /// <summary>Creates the failure with its code, message, cause and error labels.</summary>
    public MongoException(MigrationErrorCode code, string message, Exception? innerException = null, IEnumerable<string>? errorLabels = null)
        : base(code, message, innerException) => ErrorLabels = errorLabels is null ? [] : [.. errorLabels];

    /// <summary>Labels set by the server or the client, for example <c>TransientTransactionError</c>.</summary>
    public IReadOnlyList<string> ErrorLabels { get; }

    /// <summary>Whether the failure carries the label.</summary>
    public bool HasErrorLabel(string label) => ErrorLabels.Contains(label, StringComparer.Ordinal);
}
