using MongoDB.Bson;

namespace Migrations.Engine.Reporting;

/// <summary>A document migration left documents behind: some of them at its end (MIG1611), or too many (MIG1610); or a dry run says which ones would fail.</summary>
internal sealed class DocumentsFailedException : MigrationException
{
    /// <summary>Creates the failure.</summary>
    public DocumentsFailedException(MigrationErrorCode code, string message, long failedDocuments, Exception? innerException = null)
        : base(code, message, innerException) => FailedDocuments = failedDocuments;

    /// <summary>How many documents are listed as failed.</summary>
    public long FailedDocuments { get; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<FailedDocument> Documents { get; init; } = [];
}

/// <summary>A document that cannot be migrated.</summary>
internal sealed record FailedDocument
{
    /// <summary>The collection it was read from.</summary>
    public required string Collection { get; init; }

    /// <summary>Its <c>_id</c>.</summary>
    public required BsonValue Id { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public MigrationErrorCode Code { get; init; }

    /// <summary>Why it failed.</summary>
    public required string Reason { get; init; }

    /// <summary>Where in the document, or null.</summary>
    public string? Path { get; init; }
}
