using Microsoft.AspNetCore.Authentication;
using Migrations.TestApplication;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMigrations(typeof(OpenOrders).Assembly);
builder.Services.AddHealthChecks().AddMigrations(tags: ["ready"]);
builder.Services.AddAuthentication(KeyAuthentication.Scheme).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Scheme, _ => { });
builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireRole("operator"));

var app = builder.Build();
app.MapGet("/", () => "ready");
app.MapHealthChecks("/health");
app.MapMigrations("/migrate").RequireAuthorization("operators");
await app.RunAsync();

/// <summary>The application, for the tests that start it in their own process.</summary>
public partial class Program;
