namespace Migrations.Engine.Wording;

// What others said, as a sentence that ours can follow.
internal static class Sentence
{
    private const string Ends = ".!?\u2026";

    public static string Of(string text) => text.TrimEnd() is { Length: > 0 } said ? Ends.Contains(said[^1], StringComparison.Ordinal) ? said : said + "." : "";
}
