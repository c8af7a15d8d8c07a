namespace Migrations.Mongo.ConnectionStrings;

internal sealed record WriteConcernSettings
{
    // A number of members or the name of a mode, such as majority; null for the server's default.
    public object? W { get; init; }

    public bool? Journal { get; init; }

    public TimeSpan? Timeout { get; init; }

    public bool IsDefault => W is null && Journal is null && Timeout is null;
}
