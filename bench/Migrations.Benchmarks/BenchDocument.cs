using MongoDB.Bson;

namespace Migrations.Benchmarks;

// About 1 KB, as the work of the benchmarks wants it.
internal static class BenchDocument
{
    public static BsonDocument Create(int i) =>
        new() { { "_id", i }, { "foo", $"foo{i}" }, { "bar", i }, { "text", new string('x', 900) }, { "inner", new BsonDocument { { "a", 1 }, { "b", 2.5 } } } };
}
