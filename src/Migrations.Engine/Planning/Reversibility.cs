using Migrations.Engine.Discovery;

namespace Migrations.Engine.Planning;

internal static class Reversibility
{
    public static void Require(IReadOnlyList<MigrationDescriptor> back)
    {
        var irreversible = back.Where(m => !m.IsReversible).Select(m => $"{m.Identity} '{m.Identity.Title}' ({m.File})").ToList();
        if (irreversible.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.Irreversible,
                $"{irreversible.Count} migration(s) on the way back cannot be rolled back: {string.Join(", ", irreversible)}. Nothing was done. Choose a target after them, or implement IReversible and release that first.");
        }
    }
}
