using System.Diagnostics;
using System.Text;

namespace Migrations.PackageTests;

internal sealed class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _text = new();

    public RunningCommand(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Append(e.Data);
        _process.ErrorDataReceived += (_, e) => Append(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public async Task<CommandOutput> WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await _process.WaitForExitAsync(limit.Token);
        return new CommandOutput(_process.ExitCode, Text);
    }

    // Until it has said this.
    public async Task SaysAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (!Text.Contains(text, StringComparison.Ordinal))
        {
            Assert.That(_process.HasExited, Is.False, Text);
            await Task.Delay(50, limit.Token);
        }
    }

    public void Dispose() => _process.Dispose();

    private void Append(string? line)
    {
        lock (_text)
        {
            _text.AppendLine(line);
        }
    }
}
