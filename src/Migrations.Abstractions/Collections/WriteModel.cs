using Migrations.Bson;
using Migrations.Channel;

namespace Migrations;

/// <summary>One statement of a bulk write.</summary>
public abstract class WriteModel
{
    private protected WriteModel()
    {
    }

    internal abstract WriteStatement ToStatement();

    private protected static BsonDocument Update(BsonExpression filter, BsonValue update, bool multi, bool upsert) =>
        new BsonDocument { { "q", filter.ToDocument() }, { "u", update }, { "multi", multi } }.AddIf(upsert, "upsert", true);
}

/// <summary>Inserts a document.</summary>
public sealed class InsertOneModel(BsonDocument document) : WriteModel
{
    internal override WriteStatement ToStatement() => new("insert", "documents", CommandKind.RetryableWrite, document);
}

/// <summary>Updates the first document that a filter matches.</summary>
public sealed class UpdateOneModel(BsonExpression filter, BsonExpression update) : WriteModel
{
    /// <summary>Whether a document is inserted when none matches. Default: false.</summary>
    public bool IsUpsert { get; init; }

    internal override WriteStatement ToStatement() => new("update", "updates", CommandKind.RetryableWrite, Update(filter, update.ToBsonValue(), false, IsUpsert));
}

/// <summary>Updates all documents that a filter matches.</summary>
public sealed class UpdateManyModel(BsonExpression filter, BsonExpression update) : WriteModel
{
    internal override WriteStatement ToStatement() => new("update", "updates", CommandKind.Write, Update(filter, update.ToBsonValue(), true, false));
}

/// <summary>Replaces the first document that a filter matches.</summary>
public sealed class ReplaceOneModel(BsonExpression filter, BsonDocument replacement) : WriteModel
{
    /// <summary>Whether a document is inserted when none matches. Default: false.</summary>
    public bool IsUpsert { get; init; }

    internal override WriteStatement ToStatement() => new("update", "updates", CommandKind.RetryableWrite, Update(filter, replacement, false, IsUpsert));
}

/// <summary>Removes the first document that a filter matches.</summary>
public sealed class DeleteOneModel(BsonExpression filter) : WriteModel
{
    internal override WriteStatement ToStatement() => new("delete", "deletes", CommandKind.RetryableWrite, new BsonDocument { { "q", filter.ToDocument() }, { "limit", 1 } });
}

/// <summary>Removes all documents that a filter matches.</summary>
public sealed class DeleteManyModel(BsonExpression filter) : WriteModel
{
    internal override WriteStatement ToStatement() => new("delete", "deletes", CommandKind.Write, new BsonDocument { { "q", filter.ToDocument() }, { "limit", 0 } });
}

internal readonly record struct WriteStatement(string CommandName, string Identifier, CommandKind Kind, BsonDocument Document);
