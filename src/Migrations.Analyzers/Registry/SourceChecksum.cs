using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace Migrations.Analyzers.Registry;

// SHA-256 over the source that runs: all that a migration reaches in its assembly, as words.
internal static class SourceChecksum
{
    // The way up. What only the way back reaches is not part of it.
    public static string OfUp(MigrationRoots roots, Compilation compilation, CancellationToken cancellationToken) => Of(roots, roots.Up, compilation, cancellationToken);

    // The way back, or nothing where none is written.
    public static string? OfDown(MigrationRoots roots, Compilation compilation, CancellationToken cancellationToken) =>
        roots.Down.Count == 0 ? null : Of(roots, roots.Down, compilation, cancellationToken);

    private static string Of(MigrationRoots roots, IReadOnlyList<ISymbol> members, Compilation compilation, CancellationToken cancellationToken)
    {
        var reach = new ReachableSource(compilation, cancellationToken);
        reach.Follow(roots, members);
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(reach.Text)).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
