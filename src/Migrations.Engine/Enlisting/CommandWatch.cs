using System.Collections.Concurrent;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace Migrations.Engine.Enlisting;

// Sees every command of the authors' client before it is sent, and every reply: the second line of defence, which also counts writes and remembers errors.
internal sealed class CommandWatch
{
    private readonly ConcurrentDictionary<int, Sent> _underWay = new();
    private volatile Enlistment? _current;

    public void Subscribe(ClusterBuilder cluster) => cluster
        .Subscribe<CommandStartedEvent>(Started)
        .Subscribe<CommandSucceededEvent>(Succeeded)
        .Subscribe<CommandFailedEvent>(Failed);

    public void Follow(Enlistment enlistment) => _current = enlistment;

    public void Leave(Enlistment enlistment)
    {
        if (_current == enlistment)
        {
            _current = null;
        }
    }

    // An exception from here keeps the driver from sending the command; pool and transaction live on.
    private void Started(CommandStartedEvent started)
    {
        if (AllowedCommands.IsOfTheConnection(started.CommandName))
        {
            return;
        }

        var current = _current;
        if (!AllowedCommands.MayPass(current, started.CommandName, started.Command))
        {
            throw CallRefusal.OfEscape(started.CommandName, started.DatabaseNamespace.DatabaseName);
        }

        if (current is not null && !AllowedCommands.EndsTransactions(started.CommandName))
        {
            var sent = Sent.Of(current, started.CommandName, started.Command);
            sent.Announce();
            _underWay[started.RequestId] = sent;
        }
    }

    private void Succeeded(CommandSucceededEvent succeeded)
    {
        if (_underWay.TryRemove(succeeded.RequestId, out var sent))
        {
            sent.Answer(succeeded.Reply);
        }
    }

    private void Failed(CommandFailedEvent failed)
    {
        if (_underWay.TryRemove(failed.RequestId, out var sent))
        {
            sent.Fail(failed.Failure);
        }
    }

    private sealed record Sent(Enlistment Enlistment, string Command, IReadOnlyList<string> Collections, bool Writes, bool IsInTransaction)
    {
        public static Sent Of(Enlistment enlistment, string command, BsonDocument body) => new(
            enlistment,
            command,
            CommandPlaces.Of(command, body),
            CommandPlaces.Writes(command, body),
            enlistment.IsInTransaction && AllowedCommands.IsInTransactionOf(enlistment, body));

        public void Announce()
        {
            if (Writes)
            {
                Enlistment.Tally.Touch(Collections);
            }

            if (Writes || CommandTable.Find(Command).Kind == CallKind.Schema)
            {
                Enlistment.Tally.Expect(Collections);
                Enlistment.Log?.Announce(Enlistment.Tally, Collections);
            }
        }

        public void Answer(BsonDocument reply)
        {
            if (IsInTransaction)
            {
                Enlistment.Answered();
            }

            if (Writes)
            {
                Enlistment.Tally.Add(Command, Collections, reply);
            }

            if (IsInTransaction && TransactionFault.Of(Command, Collections.Count == 0 ? null : Collections[0], reply) is { } fault)
            {
                Enlistment.Remember(fault);
            }
        }

        public void Fail(Exception failure)
        {
            // The server has not started what it rejected as overloaded: the transaction is unchanged.
            var isTurnedAway = failure is MongoException e && e.HasErrorLabel(ErrorLabels.SystemOverloadedError);
            if (IsInTransaction && !isTurnedAway)
            {
                Enlistment.Remember(TransactionFault.Of(Command, Collections.Count == 0 ? null : Collections[0], failure));
            }
        }
    }
}

// Which commands may be sent by the authors' client. Calls through the proxies obey it; calls from anywhere else do not.
internal static class AllowedCommands
{
    public static bool IsOfTheConnection(string command) =>
        command is "hello" or "isMaster" or "ismaster" or "saslStart" or "saslContinue" or "authenticate" or "getnonce" or "logout" or "endSessions";

    public static bool EndsTransactions(string command) => command is "abortTransaction" or "commitTransaction";

    public static bool MayPass(Enlistment? enlistment, string command, BsonDocument body)
    {
        if (enlistment is null)
        {
            return EndsTransactions(command) || command == "killCursors";
        }

        if (!enlistment.IsInTransaction || IsInTransactionOf(enlistment, body) || EndsTransactions(command))
        {
            return !enlistment.IsReadOnly || !CommandPlaces.Writes(command, body);
        }

        return CommandTable.Find(command).Kind switch
        {
            CallKind.Outside => true,
            CallKind.Schema => enlistment.IsChangingSchema,
            _ => command is "listCollections" or "getMore" or "killCursors" || IsListOfSearchIndexes(command, body),
        };
    }

    public static bool IsInTransactionOf(Enlistment enlistment, BsonDocument body) =>
        enlistment.Session is { } session
        && body.TryGetValue("lsid", out var given) && given.Equals(session.ServerSession.Id)
        && body.Contains("txnNumber") && body.TryGetValue("autocommit", out var autocommit) && !autocommit.ToBoolean();

    private static bool IsListOfSearchIndexes(string command, BsonDocument body) =>
        command == "aggregate" && body.TryGetValue("pipeline", out var pipeline) && pipeline is BsonArray { Count: > 0 } stages && stages[0] is BsonDocument first && first.Contains("$listSearchIndexes");
}
