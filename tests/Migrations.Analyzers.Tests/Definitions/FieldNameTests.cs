using System.Globalization;

namespace Migrations.Analyzers.Tests.Definitions;

public sealed class FieldNameTests
{
    [TestCase("var f = Builders<Order>.Filter.Eq(\"custmer\", \"Ada\");", "customer")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"Custmer\", \"Ada\");", "Customer")]
    [TestCase("var f = Builders<Order>.Filter.Gt(\"Lines.Quantiy\", 3);", "Quantity")]
    [TestCase("var f = Builders<Order>.Update.Set(\"lines.0.qauntity\", 3);", "quantity")]
    [TestCase("var f = Builders<Order>.Sort.Ascending(\"cutsomer\");", "customer")]
    [TestCase("await orders.UpdateManyAsync(\"{}\", Builders<Order>.Update.Inc(\"Lines.$[].Quantty\", 1));", "Quantity")]
    [TestCase("var f = Builders<MigrationIdentity>.Filter.Eq(\"titel\", 1);", "title")] // Of another assembly.
    public async Task A_misspelt_field_is_pointed_out_with_the_one_that_was_meant(string statement, string meant)
    {
        var found = await AnalyzedPlugin.FindAsync(AnalyzedPlugin.Usings + AnalyzedPlugin.FreeForm(statement));

        Assert.That(found.Select(d => d.Id), Is.EqualTo(new[] { "MIG1132" }));
        Assert.That(found[0].GetMessage(CultureInfo.InvariantCulture), Does.Contain($"'{meant}' meant"));
    }

    [TestCase("var f = Builders<Order>.Filter.Eq(\"customer\", \"Ada\");")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"tot\", 3);")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"_id\", 3);")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"Lines.Quantity\", 3);")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"shipped\", true);")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"customers\", true);")]
    [TestCase("var f = Builders<Place>.Filter.Eq(\"street_name\", 1);", "public class Place { public string StreetName { get; set; } = \"\"; public string Line1 { get; set; } = \"\"; }")]
    [TestCase("var f = Builders<Place>.Filter.Eq(\"line2\", 1);", "public class Place { public string StreetName { get; set; } = \"\"; public string Line1 { get; set; } = \"\"; }")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"formerName\", true);", "public class Former { public string FormerName { get; set; } = \"\"; }")]
    [TestCase("var f = Builders<Order>.Filter.Exists(\"custmer\");")]
    [TestCase("var f = Builders<Order>.Update.Rename(\"custmer\", \"customer\").Unset(\"custmers\");")]
    [TestCase("var f = Builders<Order>.Filter.Eq(\"customr\", 1);", "public class OldOrder { public string Customr { get; set; } = \"\"; }")]
    [TestCase("var f = Builders<BsonDocument>.Filter.Eq(\"custmer\", \"Ada\");")]
    [TestCase("var name = context.RequireOption(\"field\"); var f = Builders<Order>.Filter.Eq(name, \"Ada\");")]
    [TestCase("var f = Builders<Open>.Filter.Eq(\"nmae\", \"Ada\").Equals(Builders<Open>.Filter.Eq(\"naem\", 1));", "public class Open { public string Name { get; set; } = \"\"; [BsonExtraElements] public BsonDocument? More { get; set; } }")]
    public async Task A_field_that_may_be_there_is_not(string statement, string more = "") => Assert.That(await AnalyzedPlugin.CodesOfAsync(AnalyzedPlugin.FreeForm(statement) + more), Is.Empty);
}
