namespace Migrations.Engine.Enlisting;

// How to handle a method of the driver; the cure is for a refused one.
internal sealed record Call(CallKind Kind, string Cure = "");
