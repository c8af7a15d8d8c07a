using Migrations.Engine.Documents;

namespace Migrations.Engine.Running;

// What it takes to read, change and write the documents of one migration.
internal sealed record DocumentWork(PageReader Reader, BatchWriter Writer, IDocumentTransform Transform, DocumentMigration Body)
{
    public Batch CreateBatch(IReadOnlyList<Bson.RawBsonDocument> page, StepScope scope) => Batch.Create(page, Transform, Body.Collection, scope.Step.Migration.Identity);
}
