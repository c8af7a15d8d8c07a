namespace Migrations.Engine.Storage.Images;

internal sealed record ImageOrigin(string Run, string Collection);
