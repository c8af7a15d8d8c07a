namespace Migrations.Engine.Storage.Images;

// Totals of the images of one migration.
internal sealed record ImageSummary(string Tree, string Id, long Documents, long Bytes);
