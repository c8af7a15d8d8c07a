using Migrations.Host.Output;

namespace Migrations.Host.Tests.Output;

public sealed class SafeTextTests
{
    [Test]
    public void What_a_value_says_begins_no_message_of_its_own() =>
        Assert.That(SafeText.Log("Migration a@1 failed: bad\nerror MIG0001: forged\r\nx.cs(1,1): warning MIG0002: forged"), Is.EqualTo("Migration a@1 failed: bad\n    | error MIG0001: forged\n    | x.cs(1,1): warning MIG0002: forged"));

    [TestCase("##vso[task.setvariable variable=x]y")]
    [TestCase("it says ##[error]x")]
    [TestCase("first\n::set-output name=x::y")]
    [TestCase("first\n  ::set-output name=x::y")]
    public void A_build_server_finds_no_command(string text) =>
        Assert.That(SafeText.Log(text).Split('\n'), Has.All.Not.Contains("##").And.None.Matches<string>(line => line.TrimStart().StartsWith("::", StringComparison.Ordinal)));

    [Test]
    public void A_terminal_finds_no_escape() => Assert.That(SafeText.Log("red \u001b[31m, bell \a, back \u202e"), Is.EqualTo("red \uFFFD[31m, bell \uFFFD, back \uFFFD"));

    [Test]
    public void A_list_of_ours_keeps_its_lines() => Assert.That(SafeText.Log("2 faults:\n  1. one\n  2. two"), Is.EqualTo("2 faults:\n  1. one\n  2. two"));

    [Test]
    public void A_cell_and_an_action_are_one_line() => Assert.That(SafeText.OneLine("a\n##vso[x]\tb"), Is.EqualTo("a # #vso[x] b"));
}
