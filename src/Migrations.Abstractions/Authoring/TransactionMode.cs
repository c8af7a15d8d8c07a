namespace Migrations;

/// <summary>How a migration uses transactions.</summary>
public enum TransactionMode
{
    /// <summary>In a transaction if the server supports them, otherwise without one; the mode used is printed and journaled.</summary>
    Auto,

    /// <summary>In a transaction, or not at all.</summary>
    Require,

    /// <summary>Without a transaction.</summary>
    Never,
}
