namespace Migrations.Host.Generating;

// Writes a file that was not there; nothing is ever overwritten.
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
            throw new MigrationException(MigrationErrorCode.FileExists, $"The file '{path}' exists already. Nothing was created, and nothing is ever overwritten. Choose another name.", e);
        }
    }

    public static void RefuseSameName(string folder, string name)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"*_{name}.cs").FirstOrDefault(f => NameOf(f) == name) is { } existing)
        {
            throw new MigrationException(MigrationErrorCode.FileExists, $"The tree has a migration of that name already: '{existing}'. Nothing was created, and nothing is ever overwritten. Choose another name.");
        }
    }

    // 20260501120000_Add_Baz.cs is of the name Add_Baz, and not of Baz.
    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file).Split('_', 2)[^1];
}
