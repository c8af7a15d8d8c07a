using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

// What an author's pipelines and commands are allowed to use.
internal readonly struct Boundary(Enlistment enlistment)
{
    public void Check(IList<BsonDocument> stages)
    {
        Check(PipelineTargets.FindCollections(stages));
        if (PipelineTargets.FindOutput(stages) is { } output)
        {
            CheckOutput(output);
        }
    }

    public void Check(IEnumerable<string> collections)
    {
        if (collections.FirstOrDefault(enlistment.IsOwn) is { } own)
        {
            throw CallRefusal.OfOwnCollection(own);
        }
    }

    private void CheckOutput(string stage)
    {
        if (enlistment.IsReadOnly)
        {
            throw CallRefusal.OfWriting(stage);
        }

        if (enlistment.IsInTransaction)
        {
            throw CallRefusal.OfOutput(stage);
        }
    }
}

// Which other collections the stages of a pipeline name, however deep, and which stage writes.
internal static class PipelineTargets
{
    public static string? FindOutput(IEnumerable<BsonDocument> stages) => stages.SelectMany(s => s.Names).FirstOrDefault(name => name is "$out" or "$merge");

    public static IEnumerable<string> FindCollections(IEnumerable<BsonValue> values) => values.SelectMany(value => value switch
    {
        BsonDocument document => document.SelectMany(e => FindCollections(e)),
        BsonArray array => FindCollections((IEnumerable<BsonValue>)array),
        _ => [],
    });

    private static IEnumerable<string> FindCollections(BsonElement element)
    {
        var named = element.Name switch
        {
            "$lookup" or "$graphLookup" => Member(element.Value, "from"),
            "$unionWith" => element.Value.IsString ? element.Value : Member(element.Value, "coll"),
            "$out" => element.Value,
            "$merge" => element.Value.IsString ? element.Value : Member(element.Value, "into"),
            _ => null,
        };
        var inside = FindCollections([element.Value]);
        return NameOf(named) is { } name ? inside.Prepend(name) : inside;
    }

    private static string? NameOf(BsonValue? place) => place switch
    {
        BsonString text => text.Value,
        BsonDocument document => NameOf(Member(document, "coll")),
        _ => null,
    };

    private static BsonValue? Member(BsonValue value, string name) => value is BsonDocument document && document.TryGetValue(name, out var member) ? member : null;
}
