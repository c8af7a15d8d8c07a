
namespace Migrations.Host.Pictures;

internal static class PictureFile
{
    // Returns the full path of the file. A folder is not created: a mistyped name would make one.
    public static async Task<string> WriteAsync(string path, string picture, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"The picture cannot be written to '{full}': there is no folder '{folder}'. Nothing was written. Make the folder, or correct '--out'.");
        }

        try
        {
            await File.WriteAllTextAsync(full, picture + "\n", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"The picture cannot be written to '{full}': {Engine.Wording.Sentence.Of(e.Message)} Nothing was written. Give another file with '--out'.", e);
        }

        return full;
    }
}
