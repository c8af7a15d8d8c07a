using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Host.Output;

// What becomes of a migration that did not come to its end: only one of documents knows how far it came.
internal static class ResumptionText
{
    // Null for one that is taken for the first time.
    public static string? Of(PlannedStep step) =>
        !step.IsResumed ? null
        : step.Migration.Kind is BodyKind.FreeForm or BodyKind.Collection ? "again from its beginning"
        : "resumed";
}
