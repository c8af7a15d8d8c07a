namespace Migrations.LocalServer.Background;

// Forwards the lines that another process appends to its log.
internal sealed class LogFollower(string path, Action<string>? note)
{
    private readonly Queue<string> _last = new();
    private long _position;

    public string LastLines => string.Join(" | ", _last);

    public void Read()
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        using var reader = new StreamReader(stream);
        foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            note?.Invoke(line);
            _last.Enqueue(line);
            if (_last.Count > 5)
            {
                _last.Dequeue();
            }
        }

        _position = stream.Position;
    }
}
