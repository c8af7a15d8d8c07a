namespace Migrations.Host.Pictures;

// A class of the style sheet, with what is needed to measure its text.
internal sealed record TextStyle(string Class, double Size, bool IsMonospaced = false, bool IsBold = false)
{
    public static TextStyle Heading { get; } = new("h", 20, IsBold: true);

    public static TextStyle Tree { get; } = new("t", 16, IsBold: true);

    public static TextStyle Id { get; } = new("i", 11, IsMonospaced: true);

    public static TextStyle Name { get; } = new("n", 12, IsBold: true);

    public static TextStyle Title { get; } = new("p", 12.5);

    public static TextStyle Remark { get; } = new("r", 11);

    public static TextStyle Pill { get; } = new("b", 10, IsBold: true);

    public static IReadOnlyList<TextStyle> All { get; } = [Heading, Tree, Id, Name, Title, Remark, Pill];
}
