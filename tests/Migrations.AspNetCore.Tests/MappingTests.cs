using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Migrations.TestApplication;

namespace Migrations.AspNetCore.Tests;

public sealed class MappingTests
{
    [Test]
    public async Task An_application_without_authorisation_has_to_say_that_it_needs_none()
    {
        await using var application = NewApplication();

        Assert.That(() => application.MapMigrations("/migrate"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.AuthorizationMissing).And.Message.Contains("MapMigrationsWithoutAuthorization"));
    }

    [Test]
    public async Task The_endpoint_is_open_to_everybody_only_by_name()
    {
        await using var application = NewApplication();
        application.MapMigrationsWithoutAuthorization("/schema");
        await application.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

        using var response = await client.GetAsync(new Uri("/schema", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static WebApplication NewApplication()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddMigrations(typeof(OpenOrders).Assembly, o =>
        {
            o.ConnectionString = TestServer.ConnectionString;
            o.Database = "a_mapping";
            o.Startup = StartupPolicy.None;
        });
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        return builder.Build();
    }
}
