using System.Diagnostics;

namespace Migrations.Engine.Running;

// The author's own line in a stack, so that an editor can go there: the first frame with a source file outside of our own assemblies.
internal sealed record SourcePlace(string File, int Line)
{
    public static SourcePlace? Of(Exception exception) =>
        new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(f => f.GetFileName() is { Length: > 0 } && f.GetMethod()?.DeclaringType?.Assembly is { } assembly && assembly != typeof(SourcePlace).Assembly && assembly != typeof(MigrationBody).Assembly)
            .Select(f => new SourcePlace(f.GetFileName()!, f.GetFileLineNumber()))
            .FirstOrDefault();
}
