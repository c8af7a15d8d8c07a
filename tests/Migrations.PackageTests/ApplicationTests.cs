namespace Migrations.PackageTests;

// A plugin beside the application whose classes it uses: what the application prepares at its start holds in the run of a build.
public sealed class ApplicationTests
{
    private const string DomainProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
          <ItemGroup><PackageReference Include="MongoDB.Driver" Version="3.12.0" /></ItemGroup>
        </Project>
        """;

    private const string Reference = """
        <Project>
          <ItemGroup Condition="'$(MSBuildProjectName)' == 'Shop'">
            <Compile Remove="domain/**" />
            <ProjectReference Include="domain/Shop.Domain.csproj" />
          </ItemGroup>
        </Project>
        """;

    private const string Domain = """
        using MongoDB.Bson;
        using MongoDB.Bson.Serialization;
        using MongoDB.Bson.Serialization.Conventions;

        namespace Shop.Domain;

        public enum OrderState { Open, Paid }

        public sealed class Order
        {
            public int Number { get; set; }
            public OrderState OrderState { get; set; }
            public string? Note { get; set; }
        }

        public static class ShopMongo
        {
            public static void Register()
            {
                ConventionRegistry.Register("shop", new ConventionPack { new CamelCaseElementNameConvention(), new EnumRepresentationConvention(BsonType.String) }, _ => true);
                BsonClassMap.RegisterClassMap<Order>(map =>
                {
                    map.AutoMap();
                    map.MapIdMember(order => order.Number);
                    map.MapMember(order => order.Note).SetElementName("remark");
                });
            }
        }
        """;

    // What stands in for the driver's package for logins by AWS, which is on no feed here: named as it is, with a package of its own behind it.
    private const string Extension = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using MongoDB.Bson;
        using MongoDB.Driver;
        using MongoDB.Driver.Authentication;
        using MongoDB.Driver.Core.Connections;

        namespace MongoDB.Driver.Authentication.Shop;

        public sealed class ShopMechanism(SaslContext context) : ISaslMechanism
        {
            public string Name => "MONGODB-AWS";

            public string DatabaseName => "$external";

            public static void Register() => MongoClientSettings.Extensions.SaslMechanisms.Register("MONGODB-AWS", context => new ShopMechanism(context));

            public ISaslStep CreateSpeculativeAuthenticationStep() => null!;

            public BsonDocument CustomizeSaslStartCommand(BsonDocument startCommand) => startCommand;

            public void OnReAuthenticationRequired()
            {
            }

            public ISaslStep Initialize(SaslConversation conversation, ConnectionDescription description) =>
                throw new InvalidOperationException($"{Sdk.Vendor.Name} was asked for the login of '{context.Identity?.Username}'.");

            public bool TryHandleAuthenticationException(MongoException exception, ISaslStep step, SaslConversation conversation, ConnectionDescription description, out ISaslStep nextStep)
            {
                nextStep = null!;
                return false;
            }
        }
        """;

    private const string Migrations = """
        using Migrations;
        using MongoDB.Bson;
        using MongoDB.Driver;
        using Shop.Domain;

        [assembly: MongoSetup(typeof(Shop.ShopSerialization))]

        namespace Shop;

        public sealed class ShopSerialization : IMongoSetup
        {
            public void Configure() => ShopMongo.Register();
        }

        [Migration("20260101000001", "Take an order", Tree = "orders")]
        public sealed class TakeOrder : CollectionMigration<Order>
        {
            public override string Collection => "orders";

            public override Task UpAsync(IMongoCollection<Order> collection, MigrationContext context, CancellationToken cancellationToken) =>
                collection.InsertOneAsync(new Order { Number = 7, OrderState = OrderState.Paid, Note = "new" }, cancellationToken: cancellationToken);
        }

        [Migration("20260101000002", "Note the state", Tree = "orders")]
        public sealed class NoteState : DocumentMigration<Order>
        {
            public override string Collection => "orders";

            public override void Up(Order document) => document.Note = $"{document.Note}, {document.OrderState}";
        }

        // What is stored, for the test to read.
        [Migration("20260101000003", "Tell what is stored", Tree = "orders")]
        public sealed class Tell : Migration
        {
            public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
                throw new InvalidOperationException("Stored: " + (await context.GetCollection<BsonDocument>("orders").Find("{}").SingleAsync(cancellationToken)).ToJson());
        }
        """;

    private ConsumerProject _project = null!;

    [SetUp]
    public void Create()
    {
        _project = new ConsumerProject();
        _project.Write("Directory.Build.targets", Reference);
        _project.Write("domain/Shop.Domain.csproj", DomainProject);
        _project.Write("domain/Order.cs", Domain);
    }

    [TearDown]
    public void Remove() => _project.Dispose();

    [Test]
    public async Task Class_maps_and_conventions_of_the_application_hold_in_every_kind_of_migration()
    {
        _project.Write("orders/Orders.cs", Migrations);
        await _project.BuildAsync("-t:InitialiseSchemaVersion");

        var migrated = await _project.BuildAsync("-t:Migrate");

        Assert.That(migrated.Text, Does.Contain("""Stored: { "_id" : 7, "orderState" : "Paid", "remark" : "new, Paid" }"""));
    }

    [Test]
    public async Task A_way_to_log_in_that_the_plugin_brings_is_used_by_the_command()
    {
        _project.Write("Directory.Build.targets", Reference
            .Replace("domain/**", "domain/**;extension/**;sdk/**", StringComparison.Ordinal)
            .Replace("</ItemGroup>", """<ProjectReference Include="extension/MongoDB.Driver.Authentication.Shop.csproj" /></ItemGroup>""", StringComparison.Ordinal));
        _project.Write("extension/MongoDB.Driver.Authentication.Shop.csproj", DomainProject.Replace("</Project>", """<ItemGroup><ProjectReference Include="../sdk/Shop.Sdk.csproj" /></ItemGroup></Project>""", StringComparison.Ordinal));
        _project.Write("extension/ShopMechanism.cs", Extension);
        _project.Write("sdk/Shop.Sdk.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        _project.Write("sdk/Vendor.cs", "namespace Sdk; public static class Vendor { public static string Name => \"The cloud\"; }");
        _project.Write("orders/Orders.cs", Migrations.Replace("ShopMongo.Register();", "MongoDB.Driver.Authentication.Shop.ShopMechanism.Register();", StringComparison.Ordinal));

        var separator = Packages.ConnectionString.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var refused = await _project.BuildAsync(
            new Dictionary<string, string> { ["MIGRATIONS_CONNECTION"] = $"{Packages.ConnectionString.Replace("mongodb://", "mongodb://key:sesame@", StringComparison.Ordinal)}{separator}authMechanism=MONGODB-AWS&serverSelectionTimeoutMS=5000" }, "-t:MigrationStatus");

        Assert.That(refused.Text, Does.Contain("error MIG12").And.Contain("The cloud was asked for the login of 'key'").And.Not.Contain("sesame"));
    }

    [Test]
    public async Task A_generated_migration_names_a_class_of_the_application_and_compiles()
    {
        foreach (var kind in new[] { "collection", "typed", "emit" })
        {
            var created = await _project.BuildAsync("-t:NewMigration", $"-p:MigrationName=Add{kind}", $"-p:MigrationKind={kind}", "-p:MigrationTree=orders", "-p:MigrationClass=Shop.Domain.Order", "-p:MigrationReversible=true");
            Assert.That(created.ExitCode, Is.Zero, created.Text);
        }

        var built = await _project.BuildAsync("-warnaserror");

        Assert.That(built.ExitCode, Is.Zero, built.Text);
    }

    [Test]
    public async Task A_preparation_that_fails_stops_the_run_before_anything_is_done()
    {
        _project.Write("orders/Orders.cs", Migrations);
        await _project.BuildAsync("-t:InitialiseSchemaVersion");
        _project.Write("orders/Orders.cs", Migrations.Replace("ShopMongo.Register();", "throw new InvalidOperationException(\"No settings here.\");", StringComparison.Ordinal));

        var migrated = await _project.BuildAsync("-t:Migrate");

        Assert.That(migrated.ExitCode, Is.Not.Zero);
        Assert.That(migrated.Text, Does.Contain("error MIG1115").And.Contain("ShopSerialization failed: InvalidOperationException: No settings here.").And.Not.Contain("Applying").And.Not.Contain("Database '"));
    }
}
