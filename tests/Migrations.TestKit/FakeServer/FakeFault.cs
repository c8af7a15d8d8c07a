namespace Migrations.TestKit;

/// <summary>What goes wrong with a command, as MongoDB's fail point <c>failCommand</c> does it.</summary>
public sealed record FakeFault
{
    /// <summary>The command that fails, or null for any but hello.</summary>
    public string? Command { get; init; }

    /// <summary>How often.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Answers <c>ok: 0</c> with this code.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The server's message.</summary>
    public string ErrorMessage { get; init; } = "scripted failure";

    /// <summary>Labels of the failure.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Closes the connection instead of answering.</summary>
    public bool ClosesConnection { get; init; }

    /// <summary>Carries the command out before the connection is closed.</summary>
    public bool ActsBeforeClosing { get; init; }

    /// <summary>Answers <c>ok: 1</c> with this code as write concern error.</summary>
    public int? WriteConcernErrorCode { get; init; }

    /// <summary>Answers only when this task has come to its end.</summary>
    public Task? WaitsFor { get; init; }

    /// <summary>Answers with these bytes, made from the request's number.</summary>
    public Func<int, byte[]>? Bytes { get; init; }
}
