using MongoDB.Bson;

namespace Migrations.TestKit;

// What a FaultProxy does, and to which message.
internal sealed record ProxyFault
{
    private const int ShutdownInProgress = 91;

    // From 1.
    public int Message { get; init; } = int.MaxValue;

    // How many messages in a row.
    public int Times { get; init; } = 1;

    public bool OnlyInTransactions { get; init; }

    public CutMoment? Cut { get; init; }

    public bool IsSilent { get; init; }

    // Answered instead of the server.
    public int? ErrorCode { get; init; }

    // Whether the server is asked nevertheless.
    public bool IsCarriedOut { get; init; }

    // With the labels of a server that has too much to do.
    public bool IsOverload { get; init; }

    // What is sent by the clock is no part of the count: it would make two equal runs differ.
    public bool Counts(FakeRequest request) => OnlyInTransactions
        ? request.Document.Contains("autocommit")
        : request.Name is not ("hello" or "isMaster" or "ismaster") && !IsRenewal(request);

    // No server calls a transaction transient that it has committed.
    public bool Reaches(FakeRequest request) => !IsSilent && (ErrorCode is null ? Cut != CutMoment.BeforeRequest : IsCarriedOut && (request.Name != "commitTransaction" || ErrorCode == ShutdownInProgress || IsOverload));

    public byte[] Answer(FakeRequest request) => FakeMessage.Reply(request, new BsonDocument
    {
        { "ok", 0.0 },
        { "errmsg", "scripted failure" },
        { "code", ErrorCode ?? 0 },
        { "codeName", $"Code{ErrorCode}" },
        // As a server labels it: whether a commit came through is not known when the server goes down, all else has come to nothing.
        { "errorLabels", IsOverload ? new BsonArray(["SystemOverloadedError", "RetryableError"]) : new BsonArray([request.Name == "commitTransaction" && ErrorCode == ShutdownInProgress ? "RetryableWriteError" : "TransientTransactionError"]) },
    });

    // Of the migrations' lock, which nothing else in a run sets the end of.
    private static bool IsRenewal(FakeRequest request) =>
        request.Name == "update"
        && request.Document["update"] == "_migrations.lock"
        && request.Document["updates"].AsBsonArray is [BsonDocument { } update]
        && update["u"] is BsonArray { Count: 1 } stages
        && stages[0].AsBsonDocument.GetValue("$set", null) is BsonDocument set
        && set.Names.SequenceEqual(["expires"]);
}
