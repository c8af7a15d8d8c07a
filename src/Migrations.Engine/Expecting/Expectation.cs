using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Expecting;

// What a pending migration expects of the database, as far as no migration before it can have made it.
internal sealed record Expectation(MigrationDescriptor Migration, string Collection)
{
    public bool MayBeMissing { get; init; }

    public BsonDocument Filter { get; init; } = [];

    // What documents have when it reads them; empty where nobody can tell.
    public IReadOnlyList<ExpectedMember> Members { get; init; } = [];
}

// A member of the class that a typed migration reads. One that the migration writes as well may be new: only a name that is almost another one says that it is wrong.
internal sealed record ExpectedMember(string Element, string Name, bool MayBeNew);
