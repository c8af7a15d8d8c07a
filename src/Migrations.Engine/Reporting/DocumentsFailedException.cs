namespace Migrations.Engine.Reporting;

/// <summary>A document migration left documents behind: some of them at its end (MIG1611), or too many (MIG1610); or a dry run says which ones would fail.</summary>
public sealed class DocumentsFailedException : MigrationException
{
    /// <summary>Creates the failure.</summary>
    public DocumentsFailedException(MigrationErrorCode code, string message, long failedDocuments, Exception? innerException = null)
        : base(code, message, innerException) => FailedDocuments = failedDocuments;

    /// <summary>How many documents are listed as failed.</summary>
    public long FailedDocuments { get; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<FailedDocument> Documents { get; init; } = [];
}
