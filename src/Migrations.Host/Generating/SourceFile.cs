namespace Migrations.Host.Generating;

// Writes a new file; existing files are never overwritten.
internal static class SourceFile
{
    public static string Create(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew);
            using var writer = new StreamWriter(file);
            writer.Write(text);
            return path;
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new MigrationException(MigrationErrorCode.FileExists, $"The file '{path}' already exists. Nothing was created; existing files are never overwritten. Choose another name.", e);
        }
    }

    public static void RefuseSameName(string folder, string name)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"*_{name}.cs").FirstOrDefault(f => NameOf(f) == name) is { } existing)
        {
            throw new MigrationException(MigrationErrorCode.FileExists, $"The tree already has a migration of that name: '{existing}'. Nothing was created; existing files are never overwritten. Choose another name.");
        }
    }

    // 20260501120000_Add_Baz.cs has the name Add_Baz, and not Baz.
    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file).Split('_', 2)[^1];
}
