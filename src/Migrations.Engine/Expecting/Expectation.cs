using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Expecting;

// What a pending migration expects of the database, as far as no migration before it can have made it.
internal sealed record Expectation(MigrationDescriptor Migration, string Collection)
{
    public bool MayBeMissing { get; init; }

    public BsonDocument Filter { get; init; } = [];

    // The member names of the documents that it reads; empty if unknown.
    public IReadOnlyList<ExpectedMember> Members { get; init; } = [];
}

// A member of the class that a typed migration reads. One that the migration writes as well may be new: only a name that is almost another one counts as wrong.
internal sealed record ExpectedMember(string Element, string Name, bool MayBeNew);
