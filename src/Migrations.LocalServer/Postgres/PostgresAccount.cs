using Migrations.LocalServer.Errors;
using Migrations.Shared;
using Migrations.LocalServer.Processes;

namespace Migrations.LocalServer.Postgres;

// PostgreSQL refuses to run as root. From root it gets a user namespace, where files stay root's; where the kernel
// forbids that, the account 'nobody' with the right to read root's folders. An ordinary user runs it directly.
internal sealed record PostgresAccount(IReadOnlyList<string> Prefix, bool NeedsOwnership)
{
    private const string Nobody = "65534";

    public static async Task<PostgresAccount> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new PostgresAccount([], NeedsOwnership: false);
        }

        string[] namespaced = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
        if (await WorksAsync(namespaced, cancellationToken).ConfigureAwait(false))
        {
            return new PostgresAccount(namespaced, NeedsOwnership: false);
        }

        string[] dropped = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
        return await WorksAsync(dropped, cancellationToken).ConfigureAwait(false)
            ? new PostgresAccount(dropped, NeedsOwnership: true)
            : throw new LocalServerException(LocalServerErrorCode.Unavailable,
                $"The local server's database refuses to run as root, and neither 'unshare --user' nor 'setpriv' works here. Run as an ordinary user, or: {LocalServerCures.Elsewhere}");
    }

    public IReadOnlyList<string> Command(string program, params IEnumerable<string> arguments) => [.. Prefix, program, .. arguments];

    public async Task OwnAsync(string directory, CancellationToken cancellationToken)
    {
        if (NeedsOwnership)
        {
            await ProcessRun.RunAsync("chown", ["-R", $"{Nobody}:{Nobody}", directory], cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WorksAsync(string[] prefix, CancellationToken cancellationToken) =>
        (await ProcessRun.RunAsync(prefix[0], [.. prefix[1..], "true"], cancellationToken).ConfigureAwait(false)).Succeeded;
}
