namespace Migrations.Host.Output;

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
