using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;
using MongoDB.Driver.Linq;

namespace Migrations.IntegrationTests.Enlisting;

// What an application has: entities, and repositories that know nothing of migrations.
[BsonIgnoreExtraElements]
internal sealed class Point
{
    public int Id { get; set; }

    [BsonElement("v")]
    public int Value { get; set; }
}

[BsonDiscriminator(RootClass = true)]
[BsonKnownTypes(typeof(Cat), typeof(Dog))]
internal abstract class Animal
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}

internal sealed class Cat : Animal
{
    public int Lives { get; set; }
}

internal sealed class Dog : Animal;

[BsonIgnoreExtraElements]
internal sealed class Joined
{
    public int Id { get; set; }

    public List<Point> Others { get; set; } = [];
}

internal sealed record Order(int Id, string Customer, decimal Total);

internal sealed class OrderRepository(IMongoDatabase database)
{
    private readonly IMongoCollection<Order> _orders = database.GetCollection<Order>("orders");

    public Task AddAsync(Order order) => _orders.InsertOneAsync(order);

    public Task<Order> FindAsync(int id) => _orders.Find(o => o.Id == id).SingleAsync();

    public async Task<decimal> SumAsync(string customer) => (await _orders.AsQueryable().Where(o => o.Customer == customer).Select(o => o.Total).ToListAsync()).Sum();

    public Task RaiseAsync(string customer, decimal by) => _orders.UpdateManyAsync(o => o.Customer == customer, Builders<Order>.Update.Inc(o => o.Total, by));
}

internal sealed class OrderService(IMongoCollection<Order> orders)
{
    public async Task<bool> CloseAsync(int id) => (await orders.DeleteOneAsync(o => o.Id == id)).DeletedCount == 1;
}
