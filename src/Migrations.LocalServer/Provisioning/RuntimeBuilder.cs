using System.Runtime.InteropServices;
using Migrations.LocalServer.Errors;
using Migrations.LocalServer.Processes;
using Migrations.Shared;

namespace Migrations.LocalServer.Provisioning;

// Unpacks a folder of packages into a tree that runs in place, with its own loader and libraries.
internal static class RuntimeBuilder
{
    private static readonly string[] Needless =
    [
        "etc", "var", "usr/bin", "usr/sbin", "usr/include", "usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/proj", "usr/share/perl5", "usr/share/lintian", "usr/share/gdb",
        "usr/share/gcc", "usr/lib/postgresql/18/lib/bitcode", "usr/lib/postgresql/18/lib/pgxs", "usr/share/postgresql/18/contrib", "usr/share/postgresql/18/man",
    ];

    private static readonly string[] NeedlessExtensions = ["postgis_raster", "postgis_sfcgal", "postgis_topology", "documentdb_distributed", "pg_documentdb_distributed"];

    // One line for this many of them.
    private const int Told = 20;

    private static readonly string[] Programs = ["postgres", "initdb"];

    public static async Task BuildAsync(IReadOnlyList<string> packages, string root, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(root);
        foreach (var (number, package) in packages.Index())
        {
            if (number % Told == 0)
            {
                progress?.Report($"Unpacking the local server: {number}/{packages.Count} packages, {ByteSize.Text(packages.Skip(number).Sum(p => new FileInfo(p).Length))} to go");
            }

            var unpacking = await ProcessRun.RunAsync("dpkg-deb", ["--extract", package, root], cancellationToken).ConfigureAwait(false);
            if (!unpacking.Succeeded)
            {
                throw new LocalServerException(LocalServerErrorCode.Unavailable,
                    $"The package '{Path.GetFileName(package)}' could not be unpacked with dpkg-deb: {unpacking.LastWords} The local server cannot run without it. {LocalServerCures.Elsewhere}");
            }
        }

        var tree = new RuntimeTree(root);
        Prune(tree);
        CopyPostgisControl(tree);
        foreach (var program in Programs)
        {
            Wrap(tree, program);
        }
    }

    private static void Prune(RuntimeTree tree)
    {
        foreach (var path in Needless.Select(path => Path.Combine(tree.Root, path)).Where(Directory.Exists))
        {
            Directory.Delete(path, recursive: true);
        }

        var files = Directory.EnumerateFiles(tree.Extensions).Concat(Directory.EnumerateFiles(tree.PostgresLibraries));
        foreach (var file in files.Where(IsOfNeedlessExtension).ToList())
        {
            File.Delete(file);
        }

        foreach (var program in Directory.EnumerateFiles(tree.Binaries).Where(file => !Programs.Contains(Path.GetFileName(file), StringComparer.Ordinal)).ToList())
        {
            File.Delete(program);
        }
    }

    private static bool IsOfNeedlessExtension(string file) =>
        NeedlessExtensions.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal));

    // The package manager would set this name by update-alternatives; unpacking alone does not.
    private static void CopyPostgisControl(RuntimeTree tree) =>
        File.Copy(Path.Combine(tree.Extensions, "postgis-3.control"), Path.Combine(tree.Extensions, "postgis.control"), overwrite: true);

    // The packages need a newer C library than most machines have, so each program is started through the loader that came with them.
    // --argv0 makes PostgreSQL find its share and lib folders from the wrapper's own place.
    private static void Wrap(RuntimeTree tree, string program)
    {
        var path = Path.Combine(tree.Binaries, program);
        File.Move(path, path + ".bin");
        File.WriteAllText(path, $"""
            #!/bin/sh
            root="${"{"}0%/usr/lib/postgresql/18/bin/{program}{"}"}"
            lib="$root/usr/lib/{RuntimeTree.Triplet}"
            exec "$lib/{RuntimeTree.Loader}" --inhibit-cache --library-path "$lib:$root/usr/lib/postgresql/18/lib" --argv0 "$0" "$0.bin" "$@"

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path + ".bin"));
        }
    }
}

// The unpacked packages, in a relocatable folder.
internal sealed record RuntimeTree(string Root)
{
    public const int PostgresMajor = 18;

    public string Binaries => Path.Combine(Root, "usr", "lib", "postgresql", "18", "bin");

    public string Extensions => Path.Combine(Root, "usr", "share", "postgresql", "18", "extension");

    public string PostgresLibraries => Path.Combine(Root, "usr", "lib", "postgresql", "18", "lib");

    public string InitDb => Path.Combine(Binaries, "initdb");

    public string Postgres => Path.Combine(Binaries, "postgres");

    public static string Triplet => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

    public static string Loader => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "ld-linux-aarch64.so.1" : "ld-linux-x86-64.so.2";

    public static string DebianArchitecture => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
}
