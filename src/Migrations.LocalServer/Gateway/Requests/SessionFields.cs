using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Requests;

// The fields of a command that the gateway answers for and the engine does not know.
internal sealed class SessionFields
{
    public string? Database { get; private set; }

    // The session's id as text, or null without a session.
    public string? Key { get; private set; }

    public long? TransactionNumber { get; private set; }

    public bool IsInTransaction { get; private set; }

    public bool StartsTransaction { get; private set; }

    public TimeSpan? MaxTime { get; private set; }

    public bool WantsMoreMembersThanOne { get; private set; }

    // True if the element is one of these fields, and so not part of the command for the engine.
    public bool Take(RawElement element)
    {
        var name = element.NameUtf8;
        return name.Length > 0 && (char)name[0] switch
        {
            'l' => TakeSession(name, element.Value),
            '$' => TakeEnvelope(name, element.Value),
            't' => TakeTransactionNumber(name, element.Value),
            'a' => TakeAutocommit(name, element.Value),
            's' => TakeStart(name, element.Value),
            'm' => TakeMaxTime(name, element.Value),
            'w' => TakeWriteConcern(name, element.Value),
            'r' => name.SequenceEqual("readConcern"u8),
            'b' => name.SequenceEqual("bypassEmptyTsReplacement"u8),
            _ => false,
        };
    }

    private bool TakeSession(ReadOnlySpan<byte> name, RawValue value)
    {
        if (!name.SequenceEqual("lsid"u8))
        {
            return false;
        }

        Key = value.Type == BsonType.Document && value.AsDocument.TryGetValue("id"u8, out var id) && id.Type == BsonType.Binary ? Convert.ToHexString(id.AsBinary) : null;
        return true;
    }

    private bool TakeEnvelope(ReadOnlySpan<byte> name, RawValue value)
    {
        if (name.SequenceEqual("$db"u8))
        {
            Database = value.AsString;
            return true;
        }

        return name.SequenceEqual("$clusterTime"u8) || name.SequenceEqual("$readPreference"u8) || name.SequenceEqual("$audit"u8) || name.SequenceEqual("$client"u8);
    }

    private bool TakeTransactionNumber(ReadOnlySpan<byte> name, RawValue value)
    {
        if (!name.SequenceEqual("txnNumber"u8))
        {
            return false;
        }

        TransactionNumber = value.ToInt64();
        return true;
    }

    private bool TakeAutocommit(ReadOnlySpan<byte> name, RawValue value)
    {
        if (name.SequenceEqual("autocommit"u8))
        {
            IsInTransaction = !value.ToBoolean();
            return true;
        }

        return name.SequenceEqual("apiVersion"u8) || name.SequenceEqual("apiStrict"u8) || name.SequenceEqual("apiDeprecationErrors"u8);
    }

    private bool TakeStart(ReadOnlySpan<byte> name, RawValue value)
    {
        if (!name.SequenceEqual("startTransaction"u8))
        {
            return false;
        }

        StartsTransaction = value.ToBoolean();
        return true;
    }

    private bool TakeMaxTime(ReadOnlySpan<byte> name, RawValue value)
    {
        if (!name.SequenceEqual("maxTimeMS"u8))
        {
            return false;
        }

        MaxTime = value.ToInt64() is > 0 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        return true;
    }

    private bool TakeWriteConcern(ReadOnlySpan<byte> name, RawValue value)
    {
        if (!name.SequenceEqual("writeConcern"u8))
        {
            return false;
        }

        WantsMoreMembersThanOne = value.Type == BsonType.Document && value.AsDocument.TryGetValue("w"u8, out var members)
            && members.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double && members.ToInt64() > 1;
        return true;
    }
}
