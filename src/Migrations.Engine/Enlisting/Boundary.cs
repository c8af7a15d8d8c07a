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
