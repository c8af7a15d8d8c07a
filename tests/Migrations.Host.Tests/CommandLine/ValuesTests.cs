using System.CommandLine;
using Migrations.Engine.Planning;
using Migrations.Host.CommandLine;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.Tests.CommandLine;

public sealed class ValuesTests
{
    [Test]
    public void The_command_line_has_the_commands_of_the_table() =>
        Assert.That(Leaves(Root(), "").Order(), Is.EqualTo(CommandTable.All.Select(command => command.Name).Order()));

    [Test]
    public void The_command_is_called_the_same_whatever_its_file_is_called() =>
        Assert.That(Root().Name, Is.EqualTo("migrations"));

    [Test]
    public void A_default_is_that_of_the_command()
    {
        Assert.That(Read("init").Number(OptionTable.LockWait), Is.EqualTo(60));
        Assert.That(Read("migrate").Number(OptionTable.LockWait), Is.EqualTo(Defaults.LockWaitSeconds));
        Assert.That(Read("status").Number(OptionTable.LockLease), Is.EqualTo(Defaults.LockLeaseSeconds));
    }

    [TestCase("history", "models")]
    [TestCase("history", "--tree", "models")]
    [TestCase("history", "--tree=models")]
    public void A_value_may_be_given_by_position_or_by_name(params string[] words) => Assert.That(Read(words).Text(OptionTable.Tree), Is.EqualTo("models"));

    [Test]
    public void Several_values_come_one_by_one_or_in_one_text() =>
        Assert.That(Read("accept", "a@1", "b@2; c@3", "--at", "d@4").List(OptionTable.AcceptAt), Is.EqualTo(new[] { "a@1", "b@2", "c@3", "d@4" }));

    [Test]
    public void A_word_is_one_of_its_enumeration_in_any_case()
    {
        Assert.That(Read("migrate", "--late", "RUNLATE").Word<LatePolicy>(OptionTable.Late), Is.EqualTo(LatePolicy.RunLate));
        Assert.That(Read("migrate").Word<LatePolicy>(OptionTable.Late), Is.EqualTo(LatePolicy.Error));
    }

    [Test]
    public void A_flag_is_given_or_said()
    {
        Assert.That(Read("migrate", "--force").Flag(OptionTable.Force), Is.True);
        Assert.That(Read("migrate", "--force", "false").Flag(OptionTable.Force), Is.False);
        Assert.That(Read("migrate").Flag(OptionTable.Force), Is.False);
    }

    private static IEnumerable<string> Filled => from command in CommandTable.All from row in OptionTable.Of(command.Name) where row.Kind != OptionKind.Flag && row != OptionTable.RootNamespace select $"{command.Name} {row.Option}";

    [TestCaseSource(nameof(Filled))]
    public void An_option_that_is_given_and_empty_is_refused(string words)
    {
        foreach (var empty in new[] { "", " " })
        {
            Assert.That(Root().Parse([.. words.Split(' '), empty]).Errors.Select(e => e.Message), Has.Some.EqualTo($"{words.Split(' ')[^1]} is empty. Give it a value, or leave it out."));
        }
    }

    [Test]
    public void A_namespace_may_be_none() => Assert.That(Root().Parse(["new", "AddBaz", "--namespace", ""]).Errors, Is.Empty);

    private static Values Read(params string[] words) => new(Root().Parse(words));

    private static RootCommand Root() => RootCommandFactory.Create(_ => new HostConsole(TextWriter.Null, TextWriter.Null, isJson: false, null));

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [path] : command.Subcommands.SelectMany(sub => Leaves(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}"));
}
