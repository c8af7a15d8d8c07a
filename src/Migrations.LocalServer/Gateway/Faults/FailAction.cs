using Migrations.Bytes;

namespace Migrations.LocalServer.Gateway.Faults;

// What an armed fail point does to one command.
internal sealed record FailAction
{
    public bool ClosesConnection { get; init; }

    public int? ErrorCode { get; init; }

    // Null: the labels that a server would add itself.
    public IReadOnlyList<string>? Labels { get; init; }

    public TimeSpan Delay { get; init; }

    public RawDocument? WriteConcernError { get; init; }
}
