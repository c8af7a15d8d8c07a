using System.Text;
using System.Text.Json.Nodes;

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

// What a migration writes to the console, as one JSON object a line, for a standard error that programs read.
internal sealed class JsonLines(TextWriter writer) : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => writer.Encoding;

    public static string Of(string name, string text) => new JsonObject { [name] = text }.ToJsonString();

    public override void Write(char value)
    {
        lock (_lock)
        {
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            writer.WriteLine(Of("console", _line.ToString().TrimEnd('\r')));
            _line.Clear();
        }
    }

    // A last line without an end.
    public override void Flush()
    {
        if (_line.Length > 0)
        {
            Write('\n');
        }
    }
}

// Lines about one of several databases, each with its name. Only whole lines are written.
internal sealed class NamedLines(TextWriter writer, string name, bool isJson) : TextWriter
{
    private readonly string _inText = $"[{name}] ";
    private readonly string _inJson = $",\"database\":{JsonValue.Create(name).ToJsonString()}" + "}";

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => throw new NotSupportedException("Only whole lines have a name.");

    public override void WriteLine(string? value) => writer.WriteLine(isJson ? value![..^1] + _inJson : _inText + value);
}
