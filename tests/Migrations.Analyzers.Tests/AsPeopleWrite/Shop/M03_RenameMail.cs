using Migrations;
using MongoDB.Driver;

namespace Shop;

[Migration("20260103090000", "Rename mail to email, and remove the fax numbers")]
[Irreversible("The fax numbers are not kept.")]
public sealed class RenameMail : CollectionMigration<Customer>
{
    private static readonly FilterDefinitionBuilder<Customer> Filter = Builders<Customer>.Filter;
    private static readonly UpdateDefinitionBuilder<Customer> Update = Builders<Customer>.Update;

    public override string Collection => "customers";

    public override async Task UpAsync(IMongoCollection<Customer> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        await collection.UpdateManyAsync(Filter.Exists("emial"), Update.Rename("emial", "email"), cancellationToken: cancellationToken);
        await collection.UpdateManyAsync(Filter.Exists("mail"), Update.Rename("mail", "email"), cancellationToken: cancellationToken);
        await collection.UpdateManyAsync(FilterDefinition<Customer>.Empty, Update.Unset("fax"), cancellationToken: cancellationToken);
    }
}
