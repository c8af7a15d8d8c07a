namespace Migrations.IntegrationTests.RealMongoDB;

// Tests of what the local server lacks: on it they are left out, on a build server too, and say so.
public abstract class RealMongoDBTests
{
    [SetUp]
    public void RequireMongoDB()
    {
        if (!TestServer.IsRealMongoDB)
        {
            Assert.Ignore("The local server has no capped collections, time series, collation of a collection, $merge with a pipeline and full $jsonSchema. To run this test set MIGRATIONS_TEST_CONNECTION to a MongoDB replica set, or MIGRATIONS_TEST_DOCKER=true where Docker is.");
        }
    }
}
