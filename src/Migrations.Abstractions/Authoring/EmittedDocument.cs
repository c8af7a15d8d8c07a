using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations;

/// <summary>A document that a migration inserts.</summary>
public sealed record EmittedDocument
{
    internal EmittedDocument(string collection, BsonValue id, RawDocument document)
    {
        Collection = collection;
        Id = id;
        Document = document;
    }

    /// <summary>The collection it goes into.</summary>
    public string Collection { get; }

    /// <summary>Its <c>_id</c>, given or derived.</summary>
    public BsonValue Id { get; }

    /// <summary>The document, with its <c>_id</c>.</summary>
    public RawDocument Document { get; init; }
}

/// <summary>An update of a document that several documents share.</summary>
public sealed record EmittedUpdate
{
    internal EmittedUpdate(string collection, BsonValue id, BsonValue update)
    {
        Collection = collection;
        Id = id;
        Update = update;
    }

    /// <summary>The collection it is made in.</summary>
    public string Collection { get; }

    /// <summary>The <c>_id</c> of the document.</summary>
    public BsonValue Id { get; }

    /// <summary>Update operators, or a pipeline.</summary>
    public BsonValue Update { get; }
}
