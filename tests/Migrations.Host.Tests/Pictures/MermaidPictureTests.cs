using Migrations.Host.Pictures;

namespace Migrations.Host.Tests.Pictures;

public sealed class MermaidPictureTests
{
    [Test]
    public void A_graph_is_a_flowchart_with_a_subgraph_for_every_tree()
    {
        var lines = MermaidPicture.Draw([.. Graphs.Branched().Trees]).Split('\n').Select(l => l.Trim()).TakeWhile(l => !l.StartsWith("classDef", StringComparison.Ordinal));

        Assert.That(lines, Is.EqualTo(new[]
        {
            "flowchart TB",
            "subgraph t0[\"data\"]",
            "direction TB",
            "t0base([\"base\"])",
            $"t0r0[\"{Graphs.Id(1)}<br/>Shared\"]",
            $"t0r1[\"{Graphs.Id(2)}<br/>int 1.0.0<br/>Step 2\"]",
            $"t0r2[\"{Graphs.Id(3)}<br/>uuid 1.0.0<br/>Step 3\"]",
            $"t0r3[\"{Graphs.Id(4)}<br/>uuid<br/>Barrier 4\"]",
            "t0base --> t0r0",
            "t0r0 --> t0r1",
            "t0r0 --> t0r2",
            "t0r2 ==> t0r3",
            "t0r1 -. \"int_1.0.0_to_uuid_1.0.0\" .-> t0r2",
            "end",
            "class t0base base",
            "class t0r0 line0",
            "class t0r1 line1",
            "class t0r2,t0r3 line2",
            "class t0r3 barrier",
        }));
    }

    [TestCase("<b>\"Ünï\" & 'x'; `y`", "#60;b#62;#34;Ünï#34; #38; #39;x#39;#59; #96;y#96;")]
    [TestCase("one\r\ntwo", "one two")]
    [TestCase("%%{init}%% :::red #35; [end]", "#37;#37;#123;init#125;#37;#37; #58;#58;#58;red #35;35#59; #91;end#93;")]
    public void No_title_is_taken_for_syntax(string title, string escaped) => Assert.That(MermaidPicture.Escape(title), Is.EqualTo(escaped));

    [Test]
    public void The_same_graph_gives_the_same_picture()
    {
        var (first, second) = (Graphs.Random(5), Graphs.Random(5));

        Assert.That(MermaidPicture.Draw([.. first.Trees]), Is.EqualTo(MermaidPicture.Draw([.. second.Trees])));
    }
}
