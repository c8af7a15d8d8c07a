namespace Migrations.Channel;

/// <summary>Whole BSON documents one behind the other, sent as an OP_MSG section of kind 1.</summary>
public sealed record DocumentSequence
{
    /// <summary>Creates a sequence, for example <c>documents</c> of an insert or <c>updates</c> of an update.</summary>
    public DocumentSequence(string identifier, ReadOnlyMemory<byte> documents, int count)
    {
        Identifier = identifier;
        Documents = documents;
        Count = count;
    }

    /// <summary>The name of the command's array that the sequence stands for.</summary>
    public string Identifier { get; }

    /// <summary>The concatenated documents.</summary>
    public ReadOnlyMemory<byte> Documents { get; }

    /// <summary>How many documents there are.</summary>
    public int Count { get; }
}
