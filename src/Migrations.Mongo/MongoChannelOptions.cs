namespace Migrations.Mongo;

/// <summary>What a channel is given besides the connection string.</summary>
public sealed record MongoChannelOptions
{
    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The application's name in the server's log, used when the connection string has no <c>appname</c>.</summary>
    public string? ApplicationName { get; init; }
}
