using Migrations.Bytes;
using static Migrations.LocalServer.Gateway.Commands.CommandTraits;

namespace Migrations.LocalServer.Gateway.Commands;

// Every command that this server answers, and what may be done with it.
internal static class CommandTable
{
    private static readonly Dictionary<string, CommandEntry> Entries = new(StringComparer.Ordinal)
    {
        ["insert"] = new(WriteCommands.InsertAsync, Transactional | RetryableWrite | Write),
        ["update"] = new(WriteCommands.UpdateAsync, Transactional | RetryableWrite | Write),
        ["delete"] = new(WriteCommands.DeleteAsync, Transactional | RetryableWrite | Write),
        ["findAndModify"] = new(WriteCommands.FindAndModifyAsync, Transactional | RetryableWrite | Write),
        ["findandmodify"] = new(WriteCommands.FindAndModifyAsync, Transactional | RetryableWrite | Write),
        ["bulkWrite"] = new(BulkWriteCommand.RunAsync, Transactional | RetryableWrite | Write),

        ["find"] = new(CursorCommands.FindAsync, Transactional),
        ["aggregate"] = new(CursorCommands.AggregateAsync, Transactional | Write),
        ["getMore"] = new(CursorCommands.GetMoreAsync, Transactional),
        ["killCursors"] = new(CursorCommands.KillCursorsAsync, Transactional),
        ["count"] = new(CollectionCommands.CountAsync, None),
        ["distinct"] = new(CollectionCommands.DistinctAsync, Transactional),
        ["explain"] = new(ExplainCommand.RunAsync, None),

        ["create"] = new(CollectionCommands.CreateAsync, Transactional | Write),
        ["createIndexes"] = new(IndexCommands.CreateIndexesAsync, Transactional | Write),
        ["dropIndexes"] = new(IndexCommands.DropIndexesAsync, Write),
        ["deleteIndexes"] = new(IndexCommands.DropIndexesAsync, Write),
        ["listIndexes"] = new(CursorCommands.ListIndexesAsync, None),
        ["listCollections"] = new(CursorCommands.ListCollectionsAsync, None),
        ["collMod"] = new(CollectionCommands.ModifyAsync, Write),
        ["drop"] = new(CollectionCommands.DropAsync, Write),
        ["dropDatabase"] = new(CollectionCommands.DropDatabaseAsync, Write),
        ["renameCollection"] = new(CollectionCommands.RenameAsync, Write),
        ["listDatabases"] = new(CollectionCommands.ListDatabasesAsync, None),
        ["collStats"] = new(CollectionCommands.CollectionStatsAsync, None),
        ["dbStats"] = new(CollectionCommands.DatabaseStatsAsync, None),
        ["dbstats"] = new(CollectionCommands.DatabaseStatsAsync, None),
        ["validate"] = new(CollectionCommands.ValidateAsync, None),
        ["compact"] = new(CollectionCommands.CompactAsync, None),
        ["currentOp"] = new(CollectionCommands.CurrentOperationsAsync, None),
        ["killOp"] = new(CollectionCommands.KillOperationAsync, None),

        ["startSession"] = new(SessionCommands.StartAsync, None),
        ["refreshSessions"] = new(SessionCommands.RefreshAsync, None),
        ["endSessions"] = new(SessionCommands.EndAsync, None),
        ["killSessions"] = new(SessionCommands.EndAsync, None),
        ["killAllSessions"] = new(SessionCommands.KillAllAsync, None),
        ["commitTransaction"] = new(SessionCommands.CommitAsync, Write),
        ["abortTransaction"] = new(SessionCommands.AbortAsync, Write),

        ["hello"] = new(HandshakeCommands.HelloAsync, None),
        ["isMaster"] = new(HandshakeCommands.HelloAsync, None),
        ["ismaster"] = new(HandshakeCommands.HelloAsync, None),
        ["saslStart"] = new(HandshakeCommands.RefuseLoginAsync, None),
        ["saslContinue"] = new(HandshakeCommands.RefuseLoginAsync, None),
        ["connectionStatus"] = new(HandshakeCommands.ConnectionStatusAsync, None),
        ["whatsmyuri"] = new(HandshakeCommands.WhatIsMyAddressAsync, None),

        ["ping"] = new(DiagnosticCommands.PingAsync, None),
        ["buildInfo"] = new(DiagnosticCommands.BuildInfoAsync, None),
        ["buildinfo"] = new(DiagnosticCommands.BuildInfoAsync, None),
        ["getParameter"] = new(DiagnosticCommands.ParametersAsync, None),
        ["getCmdLineOpts"] = new(DiagnosticCommands.CommandLineAsync, None),
        ["hostInfo"] = new(DiagnosticCommands.HostInfoAsync, None),
        ["getLog"] = new(DiagnosticCommands.LogAsync, None),
        ["serverStatus"] = new(DiagnosticCommands.ServerStatusAsync, None),
        ["replSetGetStatus"] = new(DiagnosticCommands.ReplicaSetStatusAsync, None),
        ["getDefaultRWConcern"] = new(DiagnosticCommands.DefaultConcernsAsync, None),
        ["listCommands"] = new(DiagnosticCommands.ListCommandsAsync, None),
        ["configureFailPoint"] = new(FailPointCommand.ConfigureAsync, None),
    };

    public static IEnumerable<string> Names => Entries.Keys;

    public static CommandEntry? Find(string name) => Entries.GetValueOrDefault(name);
}

internal sealed record CommandEntry(CommandHandler Handler, CommandTraits Traits)
{
    public bool Has(CommandTraits trait) => (Traits & trait) != 0;
}

internal delegate Task<RawDocument> CommandHandler(CommandContext context, CancellationToken cancellationToken);

[Flags]
internal enum CommandTraits
{
    None = 0,

    // Allowed in a multi-document transaction.
    Transactional = 1,

    // Writes, and is answered from memory if it is repeated.
    RetryableWrite = 2,

    // Takes a write concern.
    Write = 4,
}
