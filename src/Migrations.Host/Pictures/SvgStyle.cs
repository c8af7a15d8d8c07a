using System.Globalization;
using System.Text;

namespace Migrations.Host.Pictures;

// The style sheet: light, and dark where the reader's system is. Viewers without dark mode show the light one.
internal static class SvgStyle
{
    private const string Sans = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans',Arial,sans-serif";
    private const string Mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";

    public static string Create()
    {
        var css = new StringBuilder();
        css.Append('\n').Append(CultureInfo.InvariantCulture, $"text{{font-family:{Sans};white-space:pre}}\n");
        foreach (var style in TextStyle.All)
        {
            css.Append(CultureInfo.InvariantCulture, $"text.{style.Class}{{font-size:{style.Size}px{(style.IsMonospaced ? $";font-family:{Mono}" : "")}{(style.IsBold ? ";font-weight:600" : "")}}}\n");
        }

        css.Append(CultureInfo.InvariantCulture, $"text.{TextStyle.Pill.Class}{{text-anchor:middle}}\n").Append(".way{fill:none;stroke-width:2.5;stroke-linecap:round}\n.shot{fill:none;stroke-width:1.8;stroke-dasharray:5 4}\n.lead{stroke-width:1;stroke-dasharray:1 3}\n.pill{stroke-width:1}\n.hit{fill-opacity:0}\n.row:hover .hit{fill-opacity:.08}\n.row.open text{opacity:.6}.row.open .mark{stroke-width:2}\n");
        Theme(css, isDark: false);
        css.Append("@media (prefers-color-scheme:dark){\n");
        Theme(css, isDark: true);
        return css.Append("}\n").ToString();
    }

    private static void Theme(StringBuilder css, bool isDark)
    {
        var (ground, card, border, text, soft, shot, bar) = isDark
            ? ("#14171c", "#1c2027", "#363d48", "#e8ebf0", "#a3acb9", "#e6e9ee", "#ff8a80")
            : ("#f5f6f8", "#ffffff", "#d5dae1", "#1c2128", "#5b6572", "#3b4350", "#c0271d");
        css.Append(CultureInfo.InvariantCulture, $".ground{{fill:{ground}}}.card{{fill:{card};stroke:{border}}}.lead{{stroke:{border}}}.hit{{fill:{text}}}text{{fill:{text}}}text.i,text.r{{fill:{soft}}}\n");
        css.Append(CultureInfo.InvariantCulture, $".base{{fill:{card};stroke:{soft}}}.hole{{fill:{card}}}.o{{stroke:{shot}}}text.o,.tip{{fill:{shot};stroke:none}}.mark.o,.pill.o{{fill:{card}}}.x{{stroke:{bar};fill:{bar}}}text.x{{stroke:none}}.pill.x{{fill:{card}}}\n");
        css.Append(CultureInfo.InvariantCulture, $".row.failed .mark{{fill:{bar};stroke:{bar}}}\n");
        for (var i = 0; i < Palette.Count; i++)
        {
            var colour = isDark ? Palette.Dark(i) : Palette.Light(i);
            css.Append(CultureInfo.InvariantCulture, $".c{i}{{stroke:{colour}}}text.c{i},.mark.c{i}{{fill:{colour}}}text.c{i}{{stroke:none}}.pill.c{i},.ring.c{i},.row.open .mark.c{i}{{fill:{card}}}\n");
        }
    }
}

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
