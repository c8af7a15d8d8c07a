namespace Migrations.Engine.Database;

// The options of a channel besides the connection string.
internal sealed record DriverChannelOptions
{
    // The clock of pauses and limits that are ours; the driver has its own. Default: the system's.
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    // The application's name in the server's log, used when the connection string has no appname.
    public string? ApplicationName { get; init; }

    // How long an answer to a command of ours may take before its connection counts as lost, when the connection string has no socketTimeoutMS. The authors' commands have no limit.
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(5);
}
