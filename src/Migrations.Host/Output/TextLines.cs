using Spectre.Console;

namespace Migrations.Host.Output;

internal static class TextLines
{
    // Fits as many parts as possible on a line; one that is longer than a line is not broken.
    public static IEnumerable<string> Fill(IEnumerable<string> parts, int width, string between, string indent)
    {
        string? line = null;
        foreach (var part in parts)
        {
            var longer = line is null ? part : line + between + part;
            if (line is null || string.IsNullOrWhiteSpace(line) || longer.GetCellWidth() <= width)
            {
                line = longer;
                continue;
            }

            yield return line;
            line = indent + part;
        }

        if (line is not null)
        {
            yield return line;
        }
    }
}
