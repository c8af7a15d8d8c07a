namespace Migrations.Engine.Images;

internal sealed record ImageOrigin(string Run, string Collection);
