using System.Text.RegularExpressions;
using Migrations.Bytes.Tests.Specifications;
using Migrations.Engine.Database;

namespace Migrations.Engine.Tests.Database;

// Every official connection string, with a secret of ours in the place of each of theirs, which are words like any other:
// https://github.com/mongodb/specifications/tree/master/source/connection-string, uri-options and auth
public sealed partial class RedactionTests
{
    private const string Secret = "s3s4m3";

    private static IReadOnlyList<string> Official { get; } =
        [.. ((string[])["connection-string", "uri-options", "auth-uri/legacy"]).SelectMany(SpecificationFolder.Files).SelectMany(f => f.Content.GetProperty("tests").EnumerateArray()).Select(t => WithSecrets(t.GetProperty("uri").GetString()!)).Distinct()];

    private static IReadOnlyList<string> Mistaken { get; } = [.. Official.Where(uri => Login().IsMatch(uri)).SelectMany(Mistakes)];

    [Test]
    public void The_official_connection_strings_are_there()
    {
        SpecificationFolder.RequireCases(Official.Count);

        Assert.That((Official.Count, Official.Count(uri => uri.Contains(Secret, StringComparison.Ordinal))), Is.EqualTo((183, 49)));
    }

    [TestCaseSource(nameof(Official))]
    public async Task No_secret_of_an_official_connection_string_is_in_any_text(string text)
    {
        var texts = await TextsOfAsync(text);

        Assert.That(texts, Is.Not.Empty.And.None.Contains(Secret));
    }

    [TestCaseSource(nameof(Mistaken))]
    public async Task No_secret_is_shown_where_it_was_not_encoded_or_does_not_end(string text)
    {
        var texts = await TextsOfAsync(text);

        Assert.That(texts, Is.Not.Empty.And.None.Contains(Secret));
    }

    // What a run would say of it: the warnings, the line that names the database, and the failure, with all that is inside of it.
    private static async Task<IReadOnlyList<string>> TextsOfAsync(string text)
    {
        var texts = new List<string>();
        try
        {
            await using var channel = DriverChannel.Create(text + (text.Contains('?', StringComparison.Ordinal) ? "&" : text.Count(c => c == '/') > 2 ? "?" : "/?") + "serverSelectionTimeoutMS=20");
            texts.AddRange([.. channel.Warnings, $"Database '{channel.DatabaseName}' on {channel.Hosts}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await channel.ConnectAsync(limit.Token);
        }
        catch (MigrationException e)
        {
            texts.AddRange([e.Message, e.ToString()]);
        }

        return texts;
    }

    private static string WithSecrets(string text) => SecretOption().Replace(Login().Replace(text, $"$1:{Secret}$2@"), $"$1{Secret}");

    private static IEnumerable<string> Mistakes(string text)
    {
        foreach (var end in (string[])["", "%40", "@@", "/@", "?@", "#@", "%@", "%2@", ":@", ",@", "[@", "/", "?", ",", ":"])
        {
            yield return Login().Replace(text, $"$1:{Secret}{end.Replace("$", "$$", StringComparison.Ordinal)}");
        }

        yield return Login().Replace(text, $"$1:27017,{Secret}%40");
        yield return Login().Replace(text, $"$1:27017/{Secret}%40");
        yield return Login().Replace(text, $"$1:27017/{Secret}@");
        yield return Login().Replace(text, $"$1:27017?{Secret}@");
        yield return Login().Replace(text, $"$1:27017?{Secret}=@");
    }

    [GeneratedRegex("(?<=^mongodb(?:\\+srv)?://)([^:@/]*):([^@/]*)@")]
    private static partial Regex Login();

    [GeneratedRegex("((?:AWS_SESSION_TOKEN:|(?:proxyPassword|tlsCertificateKeyFilePassword)=))[^&,]*")]
    private static partial Regex SecretOption();
}
