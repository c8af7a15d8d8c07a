using System.Text;

namespace Migrations.Host.Output;

// One of the standard streams. A full disk, a closed stream or a lost reader does not end the run: the text is kept, and so is the error.
internal sealed class StandardWriter(TextWriter writer, StringBuilder? kept = null) : TextWriter
{
    private readonly Lock _lock = new();

    public override Encoding Encoding => writer.Encoding;

    // Null if everything was written.
    public Exception? Fault { get; private set; }

    // Everything that was to be written, if it is kept.
    public string Kept => kept?.ToString() ?? "";

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            kept?.Append(buffer);
            try
            {
                writer.Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Fault ??= e;
            }
        }
    }

    public override void Flush()
    {
        // Console's own writers flush with every write.
    }
}
