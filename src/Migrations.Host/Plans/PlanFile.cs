using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Migrations.Engine.Planning;
using Migrations.Engine.Wording;

namespace Migrations.Host.Plans;

// A plan that was written to be reviewed, and is carried out as it is or not at all. docs/plan-file.md describes it; its schema is docs/schemas/plan-file.schema.json.
internal sealed record PlanFile
{
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    public required int Version { get; init; }

    public required DateTime Created { get; init; }

    public required DateTime? Expires { get; init; }

    public required string By { get; init; }

    public required string Product { get; init; }

    public required string Database { get; init; }

    public required string StatePrefix { get; init; }

    public required PlannedPlugin Plugin { get; init; }

    public required PlannedRequest Request { get; init; }

    public required string Fingerprint { get; init; }

    public required PlanContent Content { get; init; }

    // For people: what 'plan --output json' says.
    public required JsonNode Plan { get; init; }

    // SHA-256 over everything else, so that an edit is noticed. It is no signature.
    public string Digest { get; init; } = "";

    public bool IsUnchanged() => Digest == DigestOf();

    public string ToText() => JsonSerializer.Serialize(this with { Digest = DigestOf() }, Json) + "\n";

    private string DigestOf() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Digest = "" }, Json)));

    public static async Task<PlanFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = JsonSerializer.Deserialize<PlanFile>(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), Json);
            return file is { Version: CurrentVersion } ? file : throw Unusable(path, file is null ? "it is empty" : string.Create(CultureInfo.InvariantCulture, $"it has version {file.Version}, and this is the tool for version {CurrentVersion}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unusable(path, e is JsonException json ? string.Create(CultureInfo.InvariantCulture, $"it is no plan file ({json.Path ?? "$"}, line {(json.LineNumber ?? 0) + 1})") : e.Message, e);
        }
    }

    private static MigrationException Unusable(string path, string fact, Exception? cause = null) =>
        new(MigrationErrorCode.FileUnusable, $"The plan file '{path}' cannot be used: {Sentence.Of(fact)} Nothing was done. Give the file that 'migrations plan --out FILE' wrote, unchanged.", cause);
}

internal sealed record PlannedPlugin(string Name, string? Version, string Hash);

// What the plan was asked for.
internal sealed record PlannedRequest
{
    public required MigrationDirection Direction { get; init; }

    public required string? Tree { get; init; }

    public required string? To { get; init; }

    public required int? Distance { get; init; }

    public required string? Via { get; init; }

    public required IReadOnlyList<string> From { get; init; }

    public required LatePolicy Late { get; init; }

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    public required bool Force { get; init; }

    public required IReadOnlyList<string> AcceptChanged { get; init; }

    public required IReadOnlyList<string> AcceptHalfDone { get; init; }

    public static PlannedRequest Of(PlanRequest request) => new()
    {
        Direction = request.Direction, Tree = request.Tree, To = request.To, Distance = request.Distance, Via = request.Via, From = request.From, Late = request.Late,
        Options = request.Options, Force = request.IsForced, AcceptChanged = request.AcceptChanged, AcceptHalfDone = request.AcceptHalfDone,
    };

    public PlanRequest With(ReviewedPlan reviewed) => new()
    {
        Direction = Direction, Tree = Tree, To = To, Distance = Distance, Via = Via, From = From, Late = Late,
        Options = Options, IsForced = Force, AcceptChanged = AcceptChanged, AcceptHalfDone = AcceptHalfDone, Reviewed = reviewed,
    };
}
