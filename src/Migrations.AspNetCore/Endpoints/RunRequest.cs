using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Migrations.Engine.Planning;

namespace Migrations.AspNetCore.Endpoints;

// What a client asks for. A member that is not known is an error: it may be a typo of one that changes what runs.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RunRequest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    // "up" or "down".
    public string? Action { get; init; }

    public string? Tree { get; init; }

    public string? To { get; init; }

    public int? Distance { get; init; }

    public static async Task<RunRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw Invalid("The request has no JSON body ('Content-Type: application/json').");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<RunRequest>(request.Body, Json, cancellationToken).ConfigureAwait(false) ?? throw Invalid("The body of the request is null.");
        }
        catch (JsonException e)
        {
            throw Invalid($"The body of the request is not what is expected: {e.Message.TrimEnd('.')}.");
        }
    }

    // What is not known in the query may be a typo, or belong into the body: left out, more would run than was asked for.
    public static void RequireQuery(HttpRequest request, params string[] known)
    {
        if (request.Query.Keys.FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid(known.Length == 0 ? $"The query has '{unknown}', and a run takes everything from the body." : $"The query has '{unknown}', which is none of {string.Join(", ", known)}.");
        }
    }

    public static int? ReadDistance(string? distance) => distance is null ? null
        : int.TryParse(distance, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Invalid($"The distance is '{distance}'; it is the number of migrations, from 1.");

    // Without a target, up is all that is pending, and down is one migration.
    public PlanRequest ToPlanRequest(PlanRequest upward)
    {
        var isDown = Action switch { "up" => false, "down" => true, _ => throw Invalid($"The action is '{Action}', which is neither 'up' nor 'down'.") };
        if (Distance is < 1)
        {
            throw Invalid($"The distance is {Distance}; it is the number of migrations, from 1.");
        }

        if (To is not null && string.IsNullOrWhiteSpace(To) || Tree is not null && string.IsNullOrWhiteSpace(Tree))
        {
            throw Invalid("'to' or 'tree' is empty.");
        }

        return upward with
        {
            Direction = isDown ? MigrationDirection.Down : MigrationDirection.Up,
            Tree = Tree ?? upward.Tree,
            To = To,
            Distance = Distance ?? (isDown && To is null ? 1 : null),
            InitialiseAt = isDown ? [] : upward.InitialiseAt,
        };
    }

    private static MigrationException Invalid(string fact) =>
        new(MigrationErrorCode.UsageInvalid, $"{fact} Nothing was done. Send for example {{\"action\":\"up\"}} or {{\"action\":\"down\",\"distance\":1}}; 'tree', 'to' and 'distance' are optional.");
}
