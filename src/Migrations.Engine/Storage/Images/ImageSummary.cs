namespace Migrations.Engine.Storage.Images;

// What the images of one migration amount to.
internal sealed record ImageSummary(string Tree, string Id, long Documents, long Bytes);
