using System.Security.Cryptography;
using System.Text;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

internal static class PlanFingerprint
{
    // The runs tell two databases apart that stand at the same place.
    public static string Of(DatabaseState state, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PlannedStep> held)
    {
        var text = new StringBuilder();
        foreach (var head in state.Heads)
        {
            text.Append("head ").Append(head.Tree).Append(' ').Append(head.Revision).Append(' ').Append(head.Run).Append('\n');
        }

        foreach (var record in state.Records)
        {
            text.Append("record ").Append(record.Tree).Append(' ').Append(record.Id).Append(' ').Append(record.Status).Append(' ').Append(record.Direction).Append(' ').Append(record.Checksum).Append(' ').Append(record.Run).Append('\n');
        }

        foreach (var step in steps)
        {
            text.Append("step ").Append(step.Direction).Append(' ').Append(step.Migration.Identity).Append(' ').Append(step.Migration.Checksum).Append(step.IsFromImages ? " images" : "").Append('\n');
            foreach (var (name, value) in step.Options.OrderBy(o => o.Key, StringComparer.Ordinal))
            {
                text.Append("option ").Append(name).Append('=').Append(value).Append('\n');
            }
        }

        foreach (var step in held)
        {
            text.Append("held ").Append(step.Direction).Append(' ').Append(step.Migration.Identity).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
