using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrations.Bytes;

[assembly: Migrations.MigrationServices(typeof(Migrations.TestPlugin.TestServices))]

namespace Migrations.TestPlugin;

public interface IGreeting
{
    string Text { get; }
}

public interface IUnserved;

public interface IFailing;

internal sealed class TestServices : MigrationStartup
{
    protected override void ConfigureServices(IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<IGreeting>(_ => new Greeting(configuration["MIGRATIONS_TEST_GREETING"] ?? "hello"))
        .AddSingleton<IFailing>(_ => throw new InvalidOperationException("The price list is empty."));

    private sealed record Greeting(string Text) : IGreeting, IDisposable
    {
        public void Dispose() => Console.Error.WriteLine("The greeting is over.");
    }
}

[Migration("20260101000001", "Greet with a service", Tree = "greeted")]
public sealed class Greet(IGreeting greeting, ILogger<Greet> logger) : RawDocumentMigration
{
    public override string Collection => "greeted";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var id = document["_id"].ToInt32();
        logger.LogInformation("Greeting {Id}", id);
        update.Set("greeting", greeting.Text);
    }
}

[Migration("20260101000001", "Take a service that nobody has", Tree = "unserved")]
public sealed class TakeUnserved(IUnserved service) : RawDocumentMigration
{
    public override string Collection => service.ToString()!;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
    }
}

[Migration("20260101000001", "Take a service that fails", Tree = "failingService")]
public sealed class TakeFailing(IFailing service) : RawDocumentMigration
{
    public override string Collection => service.ToString()!;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
    }
}
