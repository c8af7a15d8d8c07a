namespace Migrations.Host.Pictures;

internal static class PictureFile
{
    // Returns the full path of the file.
    public static async Task<string> WriteAsync(string path, string picture, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, picture + "\n", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"The picture cannot be written to '{full}': {e.Message} Give another file with '--out'.", e);
        }

        return full;
    }
}
