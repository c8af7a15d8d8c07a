using System.Diagnostics;
using System.Reflection;
using Migrations.Bytes;

namespace Migrations.Engine.Model;

// The author's own line in a failure, so that an editor can go there: the first frame with a source file outside of our own assemblies, of the failure or else of what caused it.
internal sealed record SourcePlace(string File, int Line)
{
    private static readonly HashSet<Assembly> Own = [typeof(SourcePlace).Assembly, typeof(MigrationBody).Assembly, typeof(RawDocument).Assembly];

    public static SourcePlace? Of(Exception failure) => FirstFrame(failure) ?? Causes(failure).Select(Of).FirstOrDefault(place => place is not null);

    private static Exception[] Causes(Exception failure) => failure is AggregateException several ? [.. several.InnerExceptions] : failure.InnerException is { } cause ? [cause] : [];

    private static SourcePlace? FirstFrame(Exception failure) =>
        new StackTrace(failure, fNeedFileInfo: true).GetFrames()
            .Where(f => f.GetFileName() is { Length: > 0 } && f.GetMethod()?.DeclaringType?.Assembly is { } assembly && !Own.Contains(assembly))
            .Select(f => new SourcePlace(f.GetFileName()!, f.GetFileLineNumber()))
            .FirstOrDefault();
}
