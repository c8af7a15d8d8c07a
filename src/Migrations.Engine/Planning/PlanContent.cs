using System.Security.Cryptography;
using System.Text;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// What a plan is: the state that it was made from, and its steps. Its fingerprint is over this, and a plan file has it to tell how far a run of it got.
internal sealed record PlanContent
{
    public required IReadOnlyList<HeadThen> Heads { get; init; }

    public required IReadOnlyList<RecordThen> Records { get; init; }

    public required IReadOnlyList<StepThen> Steps { get; init; }

    // As TREE@ID.
    public required IReadOnlyList<string> Held { get; init; }

    public static PlanContent Of(DatabaseState state, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PlannedStep> held) => new()
    {
        Heads = [.. state.Heads.Select(HeadThen.Of)],
        Records = [.. state.Records.Select(RecordThen.Of)],
        Steps = [.. steps.Select(StepThen.Of)],
        Held = [.. held.Select(s => s.Migration.Identity.ToString())],
    };

    public ReviewedPlan Reviewed(string fingerprint) => new(fingerprint, this);

    // Force and what was accepted decide how the steps are run, and not only which. The runs tell two databases apart that stand at the same place.
    public string FingerprintFor(PlanRequest request)
    {
        var text = new StringBuilder();
        foreach (var head in Heads)
        {
            text.Append("head ").Append(head.Tree).Append(' ').Append(head.Revision).Append(' ').Append(head.Run).Append('\n');
        }

        foreach (var record in Records)
        {
            text.Append("record ").Append(record.Tree).Append(' ').Append(record.Id).Append(' ').Append(record.Status).Append(' ').Append(record.Direction).Append(' ').Append(record.Checksum).Append(' ').Append(record.Run).Append('\n');
        }

        foreach (var step in Steps)
        {
            text.Append("step ").Append(step.Direction).Append(' ').Append(step.Tree).Append('@').Append(step.Id).Append(' ').Append(step.Checksum).Append(step.FromImages ? " images" : "").Append(step.WayBack is null ? "" : $" back {step.WayBack}").Append('\n');
            foreach (var (name, value) in step.Options.OrderBy(o => o.Key, StringComparer.Ordinal))
            {
                text.Append("option ").Append(name).Append('=').Append(value).Append('\n');
            }
        }

        foreach (var name in Held)
        {
            text.Append("held ").Append(request.Direction).Append(' ').Append(name).Append('\n');
        }

        text.Append("force ").Append(request.IsForced).Append('\n').AppendJoin('\n', request.AcceptChanged.Concat(request.AcceptHalfDone).Order(StringComparer.Ordinal).Select(m => $"accepted {m}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // Whether these are the steps that are left when so many are done.
    public bool IsRestOf(PlanContent reviewed, int done) =>
        Steps.Count == reviewed.Steps.Count - done && Steps.Zip(reviewed.Steps.Skip(done)).All(s => s.First.IsSameAs(s.Second)) && Held.SequenceEqual(reviewed.Held, StringComparer.Ordinal);
}

// Where a tree was, and which run had written that.
internal sealed record HeadThen(string Tree, string? Revision, string Run)
{
    public static HeadThen Of(HeadRecord head) => new(head.Tree, head.Revision, head.Run);
}

// The record of a migration as it was.
internal sealed record RecordThen(string Tree, string Id, AppliedStatus Status, MigrationDirection Direction, string Checksum, string Run)
{
    public static RecordThen Of(AppliedMigration record) => new(record.Tree, record.Id, record.Status, record.Direction, record.Checksum, record.Run);
}

// A step as it was planned.
internal sealed record StepThen(MigrationDirection Direction, string Tree, string Id, string Checksum, bool FromImages, IReadOnlyDictionary<string, string> Options, string? HeadAfter)
{
    // What the step runs on the way back: code, or what is stored. Null on the way up, and where it has neither.
    public string? WayBack { get; init; }

    public static StepThen Of(PlannedStep step) => new(step.Direction, step.Migration.Tree, step.Migration.Id, step.Migration.Checksum, step.IsFromImages, step.Options, step.HeadAfter?.Id)
    {
        WayBack = step.Direction == MigrationDirection.Down ? step.Migration.StoredDigest ?? step.Migration.WayBackChecksum : null,
    };

    public bool IsSameAs(StepThen other) =>
        (Direction, Tree, Id, Checksum, WayBack, FromImages, HeadAfter) == (other.Direction, other.Tree, other.Id, other.Checksum, other.WayBack, other.FromImages, other.HeadAfter)
        && Options.Count == other.Options.Count && Options.All(o => other.Options.TryGetValue(o.Key, out var value) && value == o.Value);
}
