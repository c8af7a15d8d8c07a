using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.AspNetCore.Tests;

public sealed class EndpointTests
{
    private static readonly string[] Both = ["20260101000001", "20260101000002"];

    [Test]
    public async Task Up_applies_all_and_down_rolls_one_back()
    {
        await using var application = new Application();
        await application.InsertAsync(3);
        using var client = application.Client();

        using var up = await client.MigrateAsync(new { action = "up" });
        var (done, applied) = (await up.JsonAsync(), await application.Orders.Find(Builders<BsonDocument>.Filter.Empty).ToListAsync());
        using var nothing = await client.MigrateAsync(new { action = "up" });
        using var down = await client.MigrateAsync(new { action = "down" });

        Assert.That((up.StatusCode, done.GetProperty("state").GetString()), Is.EqualTo((HttpStatusCode.OK, "done")));
        Assert.That(done.Ids("steps"), Is.EqualTo(Both));
        Assert.That(applied.Select(o => o["state"].AsString), Is.All.EqualTo("open"));
        Assert.That(applied.Select(o => o["number"].AsInt32).Order(), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(nothing.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await nothing.JsonAsync()).Ids("steps"), Is.Empty);
        Assert.That((await down.JsonAsync()).Ids("steps"), Is.EqualTo(new[] { Both[1] }));
        Assert.That(await application.Orders.CountDocumentsAsync(Builders<BsonDocument>.Filter.Exists("number")), Is.Zero);
    }

    [Test]
    public async Task Who_is_not_an_operator_changes_nothing([Values(null, "reader", "wrong")] string? key)
    {
        await using var application = new Application();
        await application.InsertAsync(1);
        using var client = application.Client(key);

        using var up = await client.MigrateAsync(new { action = "up" });
        using var status = await client.GetAsync(new Uri("/migrate", UriKind.Relative));

        Assert.That((up.StatusCode, status.StatusCode), Is.EqualTo(key == "reader" ? (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden) : (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)));
        Assert.That((await application.Orders.Find(Builders<BsonDocument>.Filter.Empty).SingleAsync()).Contains("state"), Is.False);
    }

    [TestCase("""{"action":"upp"}""", "'upp'")]
    [TestCase("{}", "neither 'up' nor 'down'")]
    [TestCase("""{"action":"up","distanc":1}""", "distanc")]
    [TestCase("""{"action":"up","distance":0}""", "distance is 0")]
    [TestCase("""{"action":"up","to":""}""", "empty")]
    [TestCase("""{"action":"up","action":"down"}""", "action")]
    [TestCase("""{"action":"up","tree":"mian"}""", "mian")]
    [TestCase("null", "null")]
    [TestCase("{", "not what is expected")]
    public async Task A_request_that_is_not_understood_does_nothing(string body, string expected)
    {
        await using var application = new Application();
        await application.InsertAsync(1);
        using var client = application.Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(new Uri("/migrate", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That((await response.JsonAsync()).GetProperty("detail").GetString(), Does.Contain(expected));
        Assert.That(await application.State("applied").CountDocumentsAsync(Builders<BsonDocument>.Filter.Empty), Is.Zero);
    }

    [Test]
    public async Task What_is_not_known_in_the_query_is_refused()
    {
        await using var application = new Application();
        await application.InsertAsync(1);
        using var client = application.Client();
        using var content = new StringContent("""{"action":"up"}""", Encoding.UTF8, "application/json");

        using var run = await client.PostAsync(new Uri("/migrate?tree=main", UriKind.Relative), content);
        using var plan = await client.GetAsync(new Uri("/migrate/plan?tre=main", UriKind.Relative));

        Assert.That((run.StatusCode, plan.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That((await plan.JsonAsync()).GetProperty("detail").GetString(), Does.Contain("'tre'"));
        Assert.That(await application.State("applied").CountDocumentsAsync(Builders<BsonDocument>.Filter.Empty), Is.Zero);
    }

    [TestCase("abc")]
    [TestCase("")]
    [TestCase("-1")]
    public async Task A_plan_for_no_distance_is_a_problem_with_a_code(string distance)
    {
        await using var application = new Application();
        using var client = application.Client();

        using var response = await client.GetAsync(new Uri($"/migrate/plan?distance={distance}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await response.JsonAsync()).GetProperty("detail").GetString(), Does.Contain("distance"));
    }

    [Test]
    public async Task A_request_without_JSON_is_refused()
    {
        await using var application = new Application();
        using var client = application.Client();
        using var content = new StringContent("action=up", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await client.PostAsync(new Uri("/migrate", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_migration_that_fails_is_never_answered_with_success()
    {
        await using var application = new Application();
        await application.Orders.InsertOneAsync(new BsonDocument { { "_id", 7 }, { "fails", true } });
        using var client = application.Client();

        using var response = await client.MigrateAsync(new { action = "up" });
        var problem = await response.JsonAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(problem.GetProperty("code").GetString(), Does.StartWith("MIG16"));
        Assert.That(problem.GetProperty("type").GetString(), Does.Contain("docs/errors"));
        Assert.That(problem.GetProperty("migration").GetString(), Does.Contain(Both[1]));
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("Order 7 has no number"));
        Assert.That(problem.GetProperty("run").Ids("steps"), Is.EqualTo(new[] { Both[0] }));
    }

    [Test]
    public async Task A_long_run_is_answered_with_its_location_and_goes_on()
    {
        await using var application = new Application().With("RequestTimeout", "00:00:00.2");
        await application.InsertAsync(3, milliseconds: 500);
        using var client = application.Client();

        using var accepted = await client.MigrateAsync(new { action = "up" });
        using var busy = await client.MigrateAsync(new { action = "up" });
        var events = await client.GetStringAsync(new Uri($"{accepted.Headers.Location}/events", UriKind.Relative));
        var ended = await client.GetFromJsonAsync<JsonElement>(accepted.Headers.Location);

        Assert.That((accepted.StatusCode, (await accepted.JsonAsync()).GetProperty("state").GetString()), Is.EqualTo((HttpStatusCode.Accepted, "running")));
        Assert.That((busy.StatusCode, (await busy.JsonAsync()).GetProperty("code").GetString()), Is.EqualTo((HttpStatusCode.Conflict, "MIG1501")));
        Assert.That(ended.GetProperty("state").GetString(), Is.EqualTo("done"));
        Assert.That(ended.Ids("steps"), Is.EqualTo(Both));
        Assert.That(events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('\n')[0]), Has.Exactly(2).EqualTo("event: started").And.Exactly(2).EqualTo("event: finished").And.Some.EqualTo("event: ended"));
    }

    [Test]
    public async Task A_client_that_comes_back_reads_on_where_it_was()
    {
        await using var application = new Application();
        await application.InsertAsync(1);
        using var client = application.Client();
        using var up = await client.MigrateAsync(new { action = "up" });
        var address = new Uri($"{up.Headers.Location}/events", UriKind.Relative);
        var all = await client.GetStringAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Last-Event-ID", "2");

        using var response = await client.SendAsync(request);
        var rest = await response.Content.ReadAsStringAsync();

        Assert.That(all, Does.EndWith(rest).And.Contain("id: 2\n"));
        Assert.That(rest, Does.Contain("id: 3\n").And.Not.Contain("id: 2\n"));
    }

    [Test]
    public async Task A_run_is_cancelled_on_request_and_said_to_be()
    {
        await using var application = new Application().With("RequestTimeout", "00:00:00.2");
        await application.InsertAsync(100, milliseconds: 200);
        using var client = application.Client();
        using var accepted = await client.MigrateAsync(new { action = "up" });

        using var cancelled = await client.DeleteAsync(accepted.Headers.Location);
        _ = await client.GetStringAsync(new Uri($"{accepted.Headers.Location}/events", UriKind.Relative));
        var ended = await client.GetFromJsonAsync<JsonElement>(accepted.Headers.Location);

        Assert.That(cancelled.StatusCode, Is.AnyOf(HttpStatusCode.Accepted, HttpStatusCode.OK), "It may have ended already.");
        Assert.That((ended.GetProperty("state").GetString(), ended.GetProperty("fault").GetProperty("code").GetString()), Is.EqualTo(("cancelled", "MIG1626")));
        Assert.That(await application.Orders.CountDocumentsAsync(Builders<BsonDocument>.Filter.Exists("number")), Is.Zero, "It ran in a transaction.");
    }

    [Test]
    public async Task An_application_that_stops_ends_its_run_first()
    {
        await using var application = new Application().With("RequestTimeout", "00:00:00.2");
        await application.InsertAsync(100, milliseconds: 200);
        using (var client = application.Client())
        {
            using var accepted = await client.MigrateAsync(new { action = "up" });
        }

        await application.StopAsync();
        var lockHeld = await application.State("lock").Find(Builders<BsonDocument>.Filter.Ne("owner", BsonNull.Value)).AnyAsync();

        Assert.That(lockHeld, Is.False);
        Assert.That(await application.Orders.CountDocumentsAsync(Builders<BsonDocument>.Filter.Exists("number")), Is.Zero);
    }

    [Test]
    public async Task A_run_elsewhere_is_a_conflict()
    {
        await using var application = new Application();
        await application.InsertAsync(1);
        using var client = application.Client();
        await application.State("lock").InsertOneAsync(new BsonDocument { { "_id", "lock" }, { "owner", "somebody@elsewhere (process 1)" }, { "run", "r" }, { "token", 1L }, { "acquired", TimeProvider.System.GetUtcNow().UtcDateTime }, { "expires", TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1) }, { "noticeMs", 10000L } });

        using var response = await client.MigrateAsync(new { action = "up" });
        var status = await client.GetFromJsonAsync<JsonElement>("/migrate");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((status.GetProperty("state").GetString(), status.GetProperty("runBy").GetString()), Is.EqualTo(("running", "somebody@elsewhere (process 1)")));
    }

    [Test]
    public async Task A_server_that_cannot_be_reached_is_unavailable()
    {
        await using var application = new Application().With("ConnectionString", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=500");
        using var client = application.Client();

        using var up = await client.MigrateAsync(new { action = "up" });
        using var status = await client.GetAsync(new Uri("/migrate", UriKind.Relative));

        Assert.That((up.StatusCode, status.StatusCode), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)));
    }

    [Test]
    public async Task Plan_and_status_change_nothing()
    {
        await using var application = new Application();
        await application.InsertAsync(2);
        using var client = application.Client();

        var plan = await client.GetFromJsonAsync<JsonElement>("/migrate/plan?distance=1");
        var status = await client.GetFromJsonAsync<JsonElement>("/migrate");
        using var unknown = await client.GetAsync(new Uri("/migrate/runs/none", UriKind.Relative));

        Assert.That(plan.Ids("steps"), Is.EqualTo(new[] { Both[0] }));
        Assert.That(status.GetProperty("state").GetString(), Is.EqualTo("uninitialised"));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await application.State("heads").CountDocumentsAsync(Builders<BsonDocument>.Filter.Empty), Is.Zero);
    }
}
