using System.Net;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.AspNetCore.Tests;

public sealed class HealthTests
{
    private static readonly Uri Health = new("/health", UriKind.Relative);

    [Test]
    public async Task Health_follows_the_state_of_the_database()
    {
        await using var application = new Application();
        await application.InsertAsync(1);
        using var client = application.Client();

        var uninitialised = await HealthAsync(client);
        using (await client.MigrateAsync(new { action = "up", distance = 1 }))
        {
        }

        var pending = await HealthAsync(client);
        using (await client.MigrateAsync(new { action = "up" }))
        {
        }

        var current = await HealthAsync(client);
        await application.State("lock").UpdateOneAsync(Builders<BsonDocument>.Filter.Empty, Builders<BsonDocument>.Update.Set("owner", "somebody").Set("expires", TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1)).Set("run", "r"));
        var running = await HealthAsync(client);

        Assert.That(new[] { uninitialised, pending, current, running }, Is.EqualTo(new[] { (HttpStatusCode.ServiceUnavailable, "Unhealthy"), (HttpStatusCode.ServiceUnavailable, "Unhealthy"), (HttpStatusCode.OK, "Healthy"), (HttpStatusCode.OK, "Degraded") }));
    }

    [Test]
    public async Task A_server_that_cannot_be_reached_is_unhealthy()
    {
        await using var application = new Application().With("ConnectionString", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=500");
        using var client = application.Client();

        Assert.That(await HealthAsync(client), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy")));
    }

    private static async Task<(HttpStatusCode Code, string Text)> HealthAsync(HttpClient client)
    {
        using var response = await client.GetAsync(Health);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
