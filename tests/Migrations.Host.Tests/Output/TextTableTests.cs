using Migrations.Host.Output;
using Spectre.Console;

namespace Migrations.Host.Tests.Output;

public sealed class TextTableTests
{
    [Test]
    public void Every_line_fits_and_every_name_is_whole([Values(40, 60, 80, 120)] int width)
    {
        var written = Write(width, "models", "20260101000001", "0.1.0-alpha.12", "A title that says at some length what becomes of all the models");

        Assert.That(written.Split('\n').Select(l => l.TrimEnd().GetCellWidth()), Has.All.AtMost(width), written);
        Assert.That(written, Does.Contain("models").And.Contain("20260101000001").And.Contain("0.1.0-alpha.12"));
    }

    [TestCase(39, false)]
    [TestCase(80, true)]
    public void It_is_a_table_where_its_names_and_the_least_of_a_sentence_have_room(int width, bool isTable) =>
        Assert.That(Write(width, "t", "20260101000001", "", "A title that says more").Contains('│', StringComparison.Ordinal), Is.EqualTo(isTable));

    [Test]
    public void An_empty_column_takes_no_space() => Assert.That(Write(80, "t", "1", "", "Title"), Does.Not.Contain("Version"));

    [Test]
    public void A_name_that_is_longer_than_a_line_stays_whole()
    {
        var name = new string('n', 50);

        Assert.That(Write(40, name, "1", "", "Title").Split('\n'), Has.Some.EqualTo(name));
    }

    [Test]
    public void Characters_that_take_two_columns_count_as_two() =>
        Assert.That(Write(40, "t", "1", "", string.Join(' ', Enumerable.Repeat("数える", 30))).Split('\n').Select(l => l.TrimEnd().GetCellWidth()), Has.All.AtMost(40));

    private static string Write(int width, params string[] cells)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        var table = new TextTable(TextColumn.Lead("Tree"), TextColumn.Lead("Migration"), TextColumn.Name("Version"), TextColumn.Sentence("Title"));
        table.Add(cells);
        table.WriteTo(console);
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
