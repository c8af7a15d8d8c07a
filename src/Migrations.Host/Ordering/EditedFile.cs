using System.Text;

namespace Migrations.Host.Ordering;

// Rewrites a file in its encoding, including the byte order mark.
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
