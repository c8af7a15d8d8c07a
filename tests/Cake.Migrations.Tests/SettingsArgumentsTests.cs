using System.Reflection;
using Cake.Core;
using Cake.Core.IO;
using Migrations.Shared;

namespace Cake.Migrations.Tests;

public sealed class SettingsArgumentsTests
{
    private static readonly CakeEnvironment Environment = new(new CakePlatform(), new CakeRuntime());

    public static IEnumerable<string> Commands => CommandTable.All.Where(command => command.Settings is not null).Select(command => command.Name);

    [TestCaseSource(nameof(Commands))]
    public void Every_option_of_a_command_is_a_property_of_its_settings_and_goes_to_the_host(string command)
    {
        var rows = OptionTable.Of(command).Where(row => row.IsFor(Fronts.Cake)).ToList();
        var type = typeof(MigrationsSettings).Assembly.GetType($"Cake.Migrations.{CommandTable.Of(command).Settings}", throwOnError: true)!;
        var settings = (MigrationsSettings)Activator.CreateInstance(type)!;
        foreach (var row in rows)
        {
            var property = type.GetProperty(row.Word, BindingFlags.Public | BindingFlags.Instance);
            Assert.That(property, Is.Not.Null, row.Word);
            property!.SetValue(settings, SampleOf(row));
        }

        var arguments = SettingsArguments.Of(command, settings, Environment).ToList();

        Assert.That(arguments, Is.EqualTo(new[] { command }.Concat(rows.Select(ArgumentOf))));
    }

    [TestCaseSource(nameof(Commands))]
    public void What_is_not_set_is_the_hosts_to_decide(string command)
    {
        var type = typeof(MigrationsSettings).Assembly.GetType($"Cake.Migrations.{CommandTable.Of(command).Settings}", throwOnError: true)!;

        Assert.That(SettingsArguments.Of(command, (MigrationsSettings)Activator.CreateInstance(type)!, Environment), Is.EqualTo(new[] { command }));
    }

    private static object SampleOf(OptionRow row) => row.Kind switch
    {
        OptionKind.Flag => true,
        OptionKind.Number => 7,
        OptionKind.File => new FilePath("/folder/file"),
        OptionKind.Folder => new DirectoryPath("/folder"),
        _ => "x",
    };

    private static string ArgumentOf(OptionRow row) => row.Kind == OptionKind.Flag ? row.Option : $"{row.Option}={SampleOf(row)}";
}
