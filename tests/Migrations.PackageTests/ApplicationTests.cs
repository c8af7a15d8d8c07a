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
