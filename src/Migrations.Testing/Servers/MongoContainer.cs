using Testcontainers.MongoDb;

namespace Migrations.Testing.Servers;

// MongoDB in a container, as a replica set of one.
internal static class MongoContainer
{
    public const string Image = "mongo:8";
    public const string Variable = "MIGRATIONS_TEST_DOCKER";

    // An image may have to be fetched. Whoever did not ask for Docker does not wait long for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PatienceWhenAsked = TimeSpan.FromMinutes(15);

    // On a build server only when asked for: what is there by chance does not decide what is tested.
    public static bool IsWanted => IsAskedFor || (Setting.Length == 0 && Environment.GetEnvironmentVariable("CI") is null or "" or "false");

    private static bool IsAskedFor => string.Equals(Setting, "true", StringComparison.OrdinalIgnoreCase);

    private static string Setting => Environment.GetEnvironmentVariable(Variable) ?? "";

    // Null where it cannot be had and was not asked for; the note says why.
    public static async Task<MongoDbContainer?> TryStartAsync(Action<string> note)
    {
        MongoDbContainer? container = null;
        using var limit = new CancellationTokenSource(IsAskedFor ? PatienceWhenAsked : Patience);
        try
        {
            container = new MongoDbBuilder(Image).WithReplicaSet().Build();
            await container.StartAsync(limit.Token).ConfigureAwait(false);
            return container;
        }
        catch (Exception e) when (!IsAskedFor)
        {
            note($"No {Image} by Docker: {e.Message.ReplaceLineEndings(" ")} Set {Variable}=false to spare the try.");
            if (container is not null)
            {
                await container.DisposeAsync().ConfigureAwait(false);
            }

            return null;
        }
    }
}
