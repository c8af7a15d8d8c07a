using Migrations;
using MongoDB.Driver;

namespace Shop;

[Migration("20260101090000", "Make the customers' e-mail addresses unique")]
public sealed class UniqueEmail : Migration, IReversible
{
    private const string Index = "email_unique";

    public async Task UpAsync_CheckAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var twice = await context.GetCollection("customers").Aggregate()
            .Group("{ _id: '$email', count: { $sum: 1 } }")
            .Match("{ count: { $gt: 1 } }")
            .ToListAsync(cancellationToken);
        if (twice.Count > 0)
        {
            throw new InvalidOperationException($"{twice.Count} e-mail address(es) are used twice, for example {twice[0]["_id"]}.");
        }
    }

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await UpAsync_CheckAsync(context, cancellationToken);
        var keys = Builders<Customer>.IndexKeys.Ascending(c => c.Email);
        await context.GetCollection<Customer>("customers").Indexes.CreateOneAsync(new CreateIndexModel<Customer>(keys, new CreateIndexOptions { Name = Index, Unique = true }), cancellationToken: cancellationToken);
        context.Report("Create a unique index on email", "customers", ActionKind.Schema);
    }

    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        context.GetCollection("customers").Indexes.DropOneAsync(Index, cancellationToken);
}
