using System.Text;

namespace Migrations.Host.Ordering;

// Writes a file anew in the encoding that it had, byte order mark included.
internal static class EditedFile
{
    public static async Task WriteAsync(string path, Func<string, string> edit, CancellationToken cancellationToken)
    {
        string text;
        Encoding encoding;
        using (var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true))
        {
            text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            encoding = reader.CurrentEncoding;
        }

        await File.WriteAllTextAsync(path, edit(text), encoding, cancellationToken).ConfigureAwait(false);
    }
}
