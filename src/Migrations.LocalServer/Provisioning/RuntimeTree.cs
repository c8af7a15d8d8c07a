using System.Runtime.InteropServices;

namespace Migrations.LocalServer.Provisioning;

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
