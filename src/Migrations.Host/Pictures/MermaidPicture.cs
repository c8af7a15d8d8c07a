using System.Globalization;
using System.Text;
using Migrations.Engine.Model;
using Migrations.Host.Output;

namespace Migrations.Host.Pictures;

// The graph as a Mermaid flowchart: trees as subgraphs, lines as classes, one-shots dashed with their names, barriers thick.
internal static class MermaidPicture
{
    private static readonly string[] Grounds = ["#dce9fb", "#fbe6d4", "#d9f2e0", "#eadffa", "#fadce9", "#d6f1f4", "#f6ecc8", "#e5e8ec"];

    public static string Draw(IReadOnlyList<RevisionTree> trees)
    {
        var text = new StringBuilder("flowchart TB\n");
        for (var i = 0; i < trees.Count; i++)
        {
            Tree(text, trees[i], $"t{i}");
        }

        for (var i = 0; i < Palette.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  classDef line{i} fill:{Grounds[i]},stroke:{Palette.Light(i)},color:#1c2128\n");
        }

        return text.Append("  classDef base fill:#ffffff,stroke:#5b6572,color:#1c2128\n  classDef barrier stroke:#c0271d,stroke-width:5px\n").ToString().TrimEnd('\n');
    }

    // Everything but letters, digits and a few signs is written as a number, so no title can be taken for syntax or markup.
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in SafeText.OneLine(text).EnumerateRunes())
        {
            var isPlain = rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is ' ' or '.' or ',' or '-' or '_' : Rune.IsLetter(rune);
            escaped.Append(isPlain ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"#{rune.Value};"));
        }

        return escaped.ToString();
    }

    private static void Tree(StringBuilder text, RevisionTree tree, string name)
    {
        var places = tree.Revisions.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => $"{name}r{p.i}");
        string Node(Revision? revision) => revision is null ? $"{name}base" : places[revision];
        text.Append(CultureInfo.InvariantCulture, $"  subgraph {name}[\"{Escape(tree.Name)}\"]\n    direction TB\n    {name}base([\"base\"])\n");
        foreach (var revision in tree.Revisions)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Node(revision)}[\"{Label(revision)}\"]\n");
        }

        foreach (var revision in tree.Revisions)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Node(revision.Parent)} {(revision.Migration.IsBarrier ? "==>" : "-->")} {Node(revision)}\n");
        }

        foreach (var oneShot in tree.OneShots)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Node(oneShot.From)} -. \"{Escape(oneShot.Name)}\" .-> {Node(oneShot.To)}\n");
        }

        text.Append("  end\n");
        Classes(text, tree, name, Node);
    }

    private static void Classes(StringBuilder text, RevisionTree tree, string name, Func<Revision, string> node)
    {
        text.Append(CultureInfo.InvariantCulture, $"  class {name}base base\n");
        for (var i = 0; i < tree.Lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  class {string.Join(',', tree.Revisions.Where(r => r.Line == tree.Lines[i]).Select(node))} line{Palette.IndexOf(i)}\n");
        }

        var barriers = string.Join(',', tree.Revisions.Where(r => r.Migration.IsBarrier).Select(node));
        text.Append(barriers.Length == 0 ? "" : $"  class {barriers} barrier\n");
    }

    private static string Label(Revision revision)
    {
        string[] parts = [revision.Id, Escape($"{revision.Line} {revision.Version}"), Escape(revision.Migration.Identity.Title)];
        return string.Join("<br/>", parts.Where(p => p.Length > 0));
    }
}
