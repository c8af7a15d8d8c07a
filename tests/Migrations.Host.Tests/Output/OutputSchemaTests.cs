using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Migrations.Host.Fleets;
using Migrations.Host.Output;
using Migrations.Shared;
using Migrations.TestKit;

namespace Migrations.Host.Tests.Output;

public sealed class OutputSchemaTests
{
    private static IEnumerable<string> Commands => CommandTable.All.Select(c => c.Name).Where(c => OptionTable.Find(c, OptionTable.Output.Name) is not null);

    [TestCaseSource(nameof(Commands))]
    public void What_a_command_writes_fits_its_schema(string command)
    {
        Assert.That(OutputSamples.Of(command), Is.Not.Empty, $"Nothing shows what '{command}' writes.");
        Assert.Multiple(() =>
        {
            foreach (var output in OutputSamples.Of(command).Select(Write))
            {
                Assert.That(OutputSchemas.FaultsOf(command, output), Is.Empty, output);
            }
        });
    }

    [TestCaseSource(nameof(Commands))]
    public void A_property_that_the_schema_does_not_have_is_found_wherever_it_is(string command)
    {
        foreach (var json in OutputSamples.Of(command).Select(w => JsonNode.Parse(Write(w))!))
        {
            foreach (var place in Objects(json).ToList())
            {
                place["surprise"] = 1;
                Assert.That(OutputSchemas.FaultsOf(command, json.ToJsonString()), Is.Not.Empty, $"A property at {place.GetPath()} is not found.");
                place.Remove("surprise");
            }
        }
    }

    [Test]
    public void What_a_command_writes_of_several_databases_fits_its_schema()
    {
        var json = FleetJson.Of(OutputSamples.Databases);

        Assert.That(OutputSchemas.FaultsOfDatabases(json.ToJsonString()), Is.Empty, json.ToJsonString());
        foreach (var place in Objects(json).ToList())
        {
            place["surprise"] = 1;
            Assert.That(OutputSchemas.FaultsOfDatabases(json.ToJsonString()), Is.Not.Empty, $"A property at {place.GetPath()} is not found.");
            place.Remove("surprise");
        }
    }

    [Test]
    public void A_failure_fits_its_schema()
    {
        foreach (var output in OutputSamples.Failures.Select(failure => Write(w => w.Failed(failure, 1))))
        {
            Assert.That(OutputSchemas.FaultsOfFailure(output), Is.Empty, output);
            Assert.That(OutputSchemas.FaultsOfFailure(output.Replace("\"line\"", "\"lines\"", StringComparison.Ordinal)), Is.Not.Empty);
        }
    }

    [Test]
    public void Each_line_on_standard_error_fits_the_schema_of_lines_and_each_kind_is_there()
    {
        using var errors = new StringWriter();
        var console = new HostConsole(TextWriter.Null, errors, isJson: true, null);
        OutputSamples.TellAll(console.Progress, console);
        console.Say("", () => FleetJson.Ended(OutputSamples.Databases.Outcomes[1], 1, 3));
        console.For("a", TextWriter.Null).Note("Of one of several databases.");
        using var lines = new JsonLines(errors);
        lines.WriteLine("Written by a migration.");

        var written = errors.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Multiple(() =>
        {
            foreach (var line in written)
            {
                Assert.That(OutputSchemas.FaultsOfLine(line), Is.Empty, line);
                Assert.That(OutputSchemas.FaultsOfLine(line[..^1] + ", \"surprise\": 1}"), Is.Not.Empty, line);
            }
        });
        var kinds = JsonNode.Parse(File.ReadAllText(OutputSchemas.Files.Single(f => Path.GetFileName(f) == "line.schema.json")))!["$defs"]!.AsObject().Select(d => d.Key);
        Assert.That(written.Select(l => JsonNode.Parse(l)!.AsObject().First().Key).Select(k => k == "error" ? "unwritten" : k).Distinct(), Is.EquivalentTo(kinds));
    }

    [Test]
    public void Every_method_of_the_writer_is_among_the_samples()
    {
        var writer = DispatchProxy.Create<IReportWriter, CallList>();
        foreach (var sample in Commands.SelectMany(OutputSamples.Of))
        {
            sample(writer);
        }

        // A script is text for a shell, and its command has no other output; several databases have a test of their own; the others are failures and parts of lines.
        string[] others = [nameof(IReportWriter.Script), nameof(IReportWriter.Databases), nameof(IReportWriter.Failed), nameof(IReportWriter.Unwritten), nameof(IReportWriter.Warning), nameof(IReportWriter.Place)];
        Assert.That(((CallList)(object)writer).Names.Distinct(), Is.EquivalentTo(typeof(IReportWriter).GetMethods().Select(m => m.Name).Except(others)));
    }

    [Test]
    public void Every_schema_is_one_and_says_what_each_property_means()
    {
        Assert.That(OutputSchemas.Files.Count(), Is.EqualTo(3));
        foreach (var file in OutputSchemas.Files)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            Assert.That(MetaSchemas.Draft202012.Evaluate(document.RootElement).IsValid, Is.True, file);
            Assert.That(Undescribed(document.RootElement, "").ToList(), Is.Empty, file);
        }
    }

    private static string Write(Action<IReportWriter> sample)
    {
        using var text = new StringWriter();
        sample(new JsonReportWriter(text, "/project"));
        return text.ToString();
    }

    // Every object, except those whose names are an author's.
    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject json => json.Where(p => p.Key is not ("options" or "id") || p.Value is JsonArray).SelectMany(p => Objects(p.Value)).Prepend(json),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Undescribed(JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().SelectMany((item, i) => Undescribed(item, $"{path}/{i}"));
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var own = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Where(p => !p.Value.TryGetProperty("description", out _) && !p.Value.TryGetProperty("$ref", out _) && !p.Value.TryGetProperty("properties", out _)).Select(p => $"{path}/{p.Name}")
            : [];
        return own.Concat(schema.EnumerateObject().SelectMany(p => Undescribed(p.Value, $"{path}/{p.Name}")));
    }
}

// Writes down which methods were called.
#pragma warning disable CA1852 // A proxy is derived from it.
internal class CallList : DispatchProxy
#pragma warning restore CA1852
{
    public List<string> Names { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Names.Add(targetMethod!.Name);
        return null;
    }
}
