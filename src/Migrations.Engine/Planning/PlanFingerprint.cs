using System.Security.Cryptography;
using System.Text;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

internal static class PlanFingerprint
{
    public static string Of(DatabaseState state, IReadOnlyList<PlannedStep> steps)
    {
        var text = new StringBuilder();
        foreach (var head in state.Heads)
        {
            text.Append("head ").Append(head.Tree).Append(' ').Append(head.Revision).Append('\n');
        }

        foreach (var record in state.Records)
        {
            text.Append("record ").Append(record.Tree).Append(' ').Append(record.Id).Append(' ').Append(record.Status).Append(' ').Append(record.Direction).Append(' ').Append(record.Checksum).Append('\n');
        }

        foreach (var step in steps)
        {
            text.Append("step ").Append(step.Direction).Append(' ').Append(step.Migration.Identity).Append(' ').Append(step.Migration.Checksum).Append(step.IsFromImages ? " images" : "").Append('\n');
            foreach (var (name, value) in step.Options.OrderBy(o => o.Key, StringComparer.Ordinal))
            {
                text.Append("option ").Append(name).Append('=').Append(value).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
