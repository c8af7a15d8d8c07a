using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Migrations.AspNetCore.Runs;

namespace Migrations.AspNetCore.Endpoints;

// The routes under the pattern that the application chose.
internal static class MigrationEndpoints
{
    private const string RunName = "Migrations.Run";
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string pattern)
    {
        var group = endpoints.MapGroup(pattern).WithTags("Migrations");
        group.AddEndpointFilter(RefuseAsync);
        group.MapGet("/", StatusAsync).WithSummary("How the database stands to the migrations of the application.");
        group.MapGet("/plan", PlanAsync).WithSummary("What a run would do.");
        group.MapPost("/", RunAsync).WithSummary("Applies all pending migrations, or rolls the newest back.");
        group.MapGet("/runs/{id}", (string id, MigrationRuns runs) => runs.Find(id) is { } run ? (IResult)TypedResults.Json(RunReport.Of(run), Json) : Problems.NoRun(id)).WithName(RunName + pattern).WithSummary("A run.");
        group.MapGet("/runs/{id}/events", Events).WithSummary("What happens in a run, as server-sent events.");
        group.MapDelete("/runs/{id}", Cancel).WithSummary("Cancels a run; it ends after its batch.");
        return group;
    }

    // Whatever is expected to fail is answered with its code.
    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            return Problems.Of(e);
        }
    }

    private static async Task<IResult> StatusAsync(DatabaseAccess database, CancellationToken cancellationToken) =>
        TypedResults.Json(StatusReply.Of(await database.ReadAsync(cancellationToken).ConfigureAwait(false)), Json);

    private static async Task<IResult> PlanAsync(HttpRequest query, DatabaseAccess database, string action = "up", string? tree = null, string? to = null, string? distance = null, CancellationToken cancellationToken = default)
    {
        RunRequest.RequireQuery(query, "action", "tree", "to", "distance");
        var request = new RunRequest { Action = action, Tree = tree, To = to, Distance = RunRequest.ReadDistance(distance) }.ToPlanRequest(database.Upward);
        return TypedResults.Json(PlanReply.Of(await database.NewEngine(TimeSpan.Zero).PlanAsync(request, cancellationToken).ConfigureAwait(false)), Json);
    }

    private static async Task<IResult> RunAsync(HttpContext context, DatabaseAccess database, MigrationRuns runs, IOptions<MigrationsOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        RunRequest.RequireQuery(context.Request);
        var request = (await RunRequest.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false)).ToPlanRequest(database.Upward);
        if (runs.TryStart(request) is not { } run)
        {
            return Problems.Busy();
        }

        var location = $"{context.Request.PathBase}{context.Request.Path.ToString().TrimEnd('/')}/runs/{run.Id}";
        try
        {
            // A client that goes away leaves the run at work: it is cancelled by DELETE alone.
            var outcome = await run.Ended.WaitAsync(options.Value.RequestTimeout, time, cancellationToken).ConfigureAwait(false);
            context.Response.Headers.Location = location;
            return outcome.Fault is { } fault ? Problems.Of(fault, RunReport.Of(run)) : TypedResults.Json(RunReport.Of(run), Json);
        }
        catch (TimeoutException)
        {
            context.Response.Headers.Location = location;
            return TypedResults.Json(RunReport.Of(run), Json, statusCode: StatusCodes.Status202Accepted);
        }
    }

    private static IResult Events(string id, HttpRequest request, MigrationRuns runs, CancellationToken cancellationToken)
    {
        if (runs.Find(id) is not { } run)
        {
            return Problems.NoRun(id);
        }

        _ = long.TryParse(request.Headers["Last-Event-ID"], out var after);
        return TypedResults.ServerSentEvents(ItemsAsync(run, after, cancellationToken));
    }

    private static IResult Cancel(string id, MigrationRuns runs)
    {
        if (runs.Find(id) is not { } run)
        {
            return Problems.NoRun(id);
        }

        run.Cancel();
        return TypedResults.Json(RunReport.Of(run), Json, statusCode: run.Ended.IsCompleted ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async IAsyncEnumerable<SseItem<string>> ItemsAsync(MigrationRun run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in run.Events.ReadAsync(after, cancellationToken).ConfigureAwait(false))
        {
            yield return new SseItem<string>(JsonSerializer.Serialize(happened.Data, Json), happened.Type) { EventId = happened.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        }
    }
}
