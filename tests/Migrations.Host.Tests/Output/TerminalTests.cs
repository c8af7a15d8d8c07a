using Migrations.Host.Output;

namespace Migrations.Host.Tests.Output;

public sealed class TerminalTests
{
    [TestCase(false, "xterm", null, null, true, true)]
    [TestCase(false, null, null, null, true, true)]
    [TestCase(true, "xterm", null, null, false, false)]
    [TestCase(false, "dumb", null, null, false, false)]
    [TestCase(false, "xterm", "1", null, false, true)]
    [TestCase(false, "xterm", "", null, true, true)]
    [TestCase(false, "xterm", null, "true", true, false)]
    public void Colour_and_bars_are_shown_where_there_is_a_terminal_that_has_them(bool isRedirected, string? term, string? noColour, string? ci, bool hasColour, bool moves)
    {
        var terminal = Terminal.Of(isRedirected, 120, name => name switch { "TERM" => term, "NO_COLOR" => noColour, "CI" => ci, _ => null });

        Assert.That((terminal.HasColour, terminal.Moves), Is.EqualTo((hasColour, moves)));
    }

    [TestCase(0, 80)]
    [TestCase(132, 132)]
    public void A_terminal_that_does_not_say_how_wide_it_is_has_80_columns(int said, int width) =>
        Assert.That(Terminal.Of(false, said, _ => null).Width, Is.EqualTo(width));
}
