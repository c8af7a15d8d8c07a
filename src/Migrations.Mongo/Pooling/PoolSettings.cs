using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Pooling;

internal sealed record PoolSettings
{
    public int MaxSize { get; init; } = 100;

    public int MinSize { get; init; }

    public int MaxConnecting { get; init; } = 2;

    public TimeSpan? MaxIdleTime { get; init; }

    public static PoolSettings Of(MongoClientSettings settings) => new()
    {
        MaxSize = settings.MaxPoolSize,
        MinSize = settings.MinPoolSize,
        MaxConnecting = settings.MaxConnecting,
        MaxIdleTime = settings.MaxIdleTime,
    };
}
