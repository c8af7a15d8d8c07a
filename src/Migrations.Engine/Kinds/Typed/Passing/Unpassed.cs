namespace Migrations.Engine.Kinds.Typed.Passing;

// A value of a member of both classes that could not be taken over: unless the author's code sets it, the document is refused.
internal sealed record Unpassed(IReadOnlyList<string> Path, string Member, string Reason);
