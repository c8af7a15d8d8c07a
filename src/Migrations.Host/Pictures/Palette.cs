namespace Migrations.Host.Pictures;

// The colours of lines, on a light and on a dark background; the ninth line starts again.
internal static class Palette
{
    private static readonly (string Light, string Dark)[] Colours =
    [
        ("#1f5fbf", "#7db0ff"), ("#b3500a", "#f5a25d"), ("#217a3c", "#63cf83"), ("#7d3fc4", "#c6a0ff"),
        ("#b02a6f", "#ff8fc6"), ("#0f7480", "#58cfdc"), ("#7a5b00", "#e0bd4a"), ("#5a6270", "#a9b3c1"),
    ];

    public static int Count => Colours.Length;

    public static string Name(int index) => $"c{index}";

    public static int IndexOf(int line) => line % Colours.Length;

    public static string Light(int index) => Colours[index].Light;

    public static string Dark(int index) => Colours[index].Dark;
}
