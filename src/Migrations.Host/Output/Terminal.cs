using Migrations.Host.Pipelines;

namespace Migrations.Host.Output;

// What one of the two streams can show. A file, a pipe and a build get plain lines.
internal sealed record Terminal(bool IsThere, bool HasColour, bool Moves, int Width)
{
    // If a terminal does not say how wide it is.
    private const int UsualWidth = 80;
    private const int PlainWidth = 180;

    public static Terminal OfOutput() => Of(Console.IsOutputRedirected);

    public static Terminal OfErrors() => Of(Console.IsErrorRedirected);

    public static Terminal Of(bool isRedirected, int width, Func<string, string?> environment)
    {
        if (isRedirected)
        {
            return new Terminal(false, false, false, PlainWidth);
        }

        var isDumb = environment("TERM") == "dumb";
        var hasColour = !isDumb && string.IsNullOrEmpty(environment("NO_COLOR"));
        // A pipeline may have a terminal, but stores its output as text.
        return new Terminal(true, hasColour, !isDumb && !Pipeline.IsReportedBy(environment("CI")), width > 0 ? width : UsualWidth);
    }

    private static Terminal Of(bool isRedirected) => Of(isRedirected, isRedirected ? 0 : Columns(), Environment.GetEnvironmentVariable);

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

// Errors in red and warnings in yellow, if the terminal shows colours.
internal sealed class Colours(bool areShown)
{
    private const string Red = "\e[1;31m";
    private const string Yellow = "\e[33m";
    private const string Off = "\e[0m";

    public string Error(string text) => In(Red, text);

    public string Warning(string text) => In(Yellow, text);

    private string In(string colour, string text) => areShown ? $"{colour}{text}{Off}" : text;
}
