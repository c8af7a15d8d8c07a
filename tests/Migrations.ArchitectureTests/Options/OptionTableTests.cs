using System.Text.RegularExpressions;
using Migrations.Engine.Kinds;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Shared;

namespace Migrations.ArchitectureTests.Options;

public sealed class OptionTableTests
{
    public static IEnumerable<GeneratedFile> Files =>
    [
        GeneratedFile.Whole("docs/options.md", OptionsPage.Text),
        GeneratedFile.Part("docs/deploying.md", OptionsPage.Begin, OptionsPage.End, OptionsPage.Variables()),
        GeneratedFile.Whole(CakeSettings.Path, CakeSettings.Text),
    ];

    [TestCaseSource(nameof(Files))]
    public void A_file_follows_from_the_table(GeneratedFile file) => file.AssertCurrent();

    [Test]
    public void A_command_takes_an_option_once() => Assert.Multiple(() =>
    {
        foreach (var command in CommandTable.All)
        {
            var rows = OptionTable.Of(command.Name).ToList();
            Assert.That(rows.Select(row => row.Name), Is.Unique, command.Name);
            Assert.That(rows.Select(row => row.Word), Is.Unique, command.Name);
            Assert.That(rows.Select(row => row.Argument), Is.Unique, command.Name);
        }
    });

    [Test]
    public void An_option_is_of_commands_that_there_are() =>
        Assert.That(OptionTable.All.SelectMany(row => row.Commands).Distinct(), Is.SubsetOf(CommandTable.All.Select(command => command.Name)));

    [Test]
    public void A_name_is_the_same_property_for_every_command() =>
        Assert.That(OptionTable.All.GroupBy(row => row.Name).Where(rows => rows.Select(row => row.Property).Distinct().Count() > 1).Select(rows => rows.Key), Is.Empty);

    // But those that the project says, or that a build has already done.
    [Test]
    public void Every_front_has_every_option_of_its_commands()
    {
        OptionRow[] ofTheProject = [OptionTable.Assembly, OptionTable.ProjectDirectory, OptionTable.Directory];
        OptionRow[] ofTheTerminal = [OptionTable.CancelOnStdinEof, OptionTable.Project, OptionTable.NoBuild, OptionTable.Configuration, OptionTable.Framework];

        Assert.That(Lacking(Fronts.MSBuild, command => command.Target is not null), Is.EquivalentTo(ofTheProject.Concat(ofTheTerminal).Append(OptionTable.BundleConfiguration)));
        Assert.That(Lacking(Fronts.Cake, command => command.Settings is not null), Is.EquivalentTo(ofTheTerminal));
    }

    [Test]
    public void A_default_is_a_value_that_the_option_takes() => Assert.Multiple(() =>
    {
        foreach (var row in OptionTable.All.Where(row => row.Default is not null))
        {
            Assert.That(row.Kind != OptionKind.Word || row.Words.Contains(row.Default), row.Name);
            Assert.That(row.Kind != OptionKind.Number || (int.TryParse(row.Default, out var number) && number >= row.Minimum && number <= row.Maximum), row.Name);
        }
    });

    [Test]
    public void The_engines_defaults_are_those_of_the_options()
    {
        var (held, run) = (new LockOptions(), new RunSettings());

        Assert.That(Text(held.Lease), Is.EqualTo(OptionTable.LockLease.Default));
        Assert.That(Text(held.Wait), Is.EqualTo(OptionTable.LockWait.Default));
        Assert.That(Text(run.MaxReplicationLag), Is.EqualTo(OptionTable.MaxReplicationLag.Default));
        Assert.That(Text(run.BatchSize), Is.EqualTo(OptionTable.BatchSize.Default));
        Assert.That(Text(run.Workers), Is.EqualTo(OptionTable.Workers.Default));
        Assert.That(Text(run.LimitErrors), Is.EqualTo(OptionTable.LimitErrors.Default));
        Assert.That(Word(run.Transaction), Is.EqualTo(OptionTable.Transaction.Default));
        Assert.That(Word(run.OnDocumentError), Is.EqualTo(OptionTable.OnDocumentError.Default));
        Assert.That(Word(default(LatePolicy)), Is.EqualTo(OptionTable.Late.Default));
        Assert.That(new MigrationAttribute("20260101000000", "x").Tree, Is.EqualTo(OptionTable.NewTree.Default));
        Assert.That(OptionTable.StatePrefix.Default, Is.EqualTo(StateNames.DefaultPrefix));
    }

    [Test]
    public void The_words_of_an_option_are_those_of_the_engine()
    {
        Assert.That(Words<TransactionMode>(), Is.EqualTo(OptionTable.Transaction.Words));
        Assert.That(Words<OnDocumentError>(), Is.EqualTo(OptionTable.OnDocumentError.Words));
        Assert.That(Words<LatePolicy>(), Is.EqualTo(OptionTable.Late.Words));
        Assert.That(Words<SettledAs>(), Is.EqualTo(OptionTable.As.Words));
        Assert.That(BodyKinds.All.Select(kind => kind.Name), Is.EqualTo(OptionTable.Kind.Words));
    }

    [Test]
    public void Every_command_with_a_target_is_one_in_the_targets_file() =>
        Assert.That(CommandTable.All.Where(command => command.Target is not null).Select(command => (command.Target, command.Name)), Is.EquivalentTo(Targets()));

    private static IEnumerable<OptionRow> Lacking(Fronts front, Func<CommandRow, bool> has) =>
        CommandTable.All.Where(has).SelectMany(command => OptionTable.Of(command.Name)).Distinct().Where(row => !row.IsFor(front));

    private static IEnumerable<(string?, string)> Targets()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Migrations.MSBuild", "build", "Migrations.MSBuild.targets"));
        var running = Regex.Matches(text, "<Target Name=\"([A-Z][A-Za-z]*)\"[^>]*>(?:(?!</Target>)[\\s\\S])*?<RunMigrations Command=\"([a-z-]+)\"").Select(m => ((string?)m.Groups[1].Value, m.Groups[2].Value));
        var checking = Regex.Matches(text, "<Target Name=\"(MigrationBundle)\" DependsOnTargets=\"_CheckMigrations;_CheckMigrationBundle;").Select(m => ((string?)m.Groups[1].Value, CommandTable.Bundle));
        return running.Concat(checking);
    }

    private static string Text(TimeSpan time) => Text((long)time.TotalSeconds);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Word);
}
