namespace Migrations.Host.Completion;

// The script that teaches a shell to complete the command. It asks the command itself, so it never needs to be updated.
internal static class CompletionScript
{
    public static string Read(string shell)
    {
        using var stream = typeof(CompletionScript).Assembly.GetManifestResourceStream(NameOf(shell))!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string NameOf(string shell) => shell.ToUpperInvariant() switch
    {
        "BASH" => "migrations.bash",
        "ZSH" => "migrations.zsh",
        _ => "migrations.ps1",
    };
}
