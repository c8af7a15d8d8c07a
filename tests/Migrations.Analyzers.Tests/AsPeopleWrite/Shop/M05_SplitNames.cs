using Migrations;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace Shop;

[BsonIgnoreExtraElements]
public sealed class NamedCustomer
{
    [BsonElement("name")]
    public string? Name { get; set; }
}

[BsonIgnoreExtraElements]
public sealed class SplitCustomer
{
    [BsonElement("firstName")]
    public string? FirstName { get; set; }

    [BsonElement("lastName")]
    public string? LastName { get; set; }

    [BsonElement("splitAt")]
    public DateTime SplitAt { get; set; }
}

[Migration("20260105090000", "Split the names of customers")]
public sealed class SplitNames : DocumentMigration<NamedCustomer, SplitCustomer>, IReversible<SplitCustomer, NamedCustomer>
{
    private static readonly char[] Blanks = [' ', '\t'];
    private readonly DateTime _now = DateTime.UtcNow;

    public override string Collection => "customers";

    public override FilterDefinition<NamedCustomer> Filter => Builders<NamedCustomer>.Filter.Exists(c => c.Name);

    public override void Up(NamedCustomer input, SplitCustomer output)
    {
        var parts = Split(input.Name ?? "");
        output.FirstName = parts.Count > 1 ? parts[0] : null;
        output.LastName = parts[^1];
        output.SplitAt = _now;
    }

    public void Down(SplitCustomer input, NamedCustomer output) => output.Name = $"{input.FirstName} {input.LastName}".Trim();

    private static List<string> Split(string name)
    {
        var parts = new List<string>();
        parts.AddRange(name.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
        if (parts.Count == 0)
        {
            parts.Add("");
        }

        return parts;
    }
}
