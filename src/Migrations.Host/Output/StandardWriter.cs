using System.Text;

namespace Migrations.Host.Output;

// One of the standard streams. That a disk is full, the stream closed or its reader gone ends no run: what was to be said is kept, and so is why it could not be.
internal sealed class StandardWriter(TextWriter writer, StringBuilder? kept = null) : TextWriter
{
    private readonly Lock _lock = new();

    public override Encoding Encoding => writer.Encoding;

    // Null where all was written.
    public Exception? Fault { get; private set; }

    // All that was to be said, if it is kept.
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
