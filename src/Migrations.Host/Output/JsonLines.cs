using System.Text;
using System.Text.Json.Nodes;

namespace Migrations.Host.Output;

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
