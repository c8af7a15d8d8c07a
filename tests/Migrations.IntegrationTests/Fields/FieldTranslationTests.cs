using MongoDB.Bson;
using Migrations.Engine.Kinds.Fields;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Fields;

// Random steps on random documents, on the server and in memory.
public sealed class FieldTranslationTests
{
    private const int Documents = 60;

    [TestCaseSource(nameof(Seeds))]
    public async Task The_server_does_what_the_steps_mean(int seed)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var random = new RandomFields(seed);
        for (var round = 0; round < 15; round++)
        {
            await TryAsync(fixture, $"t{round}", NextPossible(random), [.. Enumerable.Range(0, Documents).Select(random.NextDocument)]);
        }
    }

    private static IEnumerable<int> Seeds => Enumerable.Range(1, 12);

    private static IReadOnlyList<FieldStep> NextPossible(RandomFields random)
    {
        while (true)
        {
            var steps = random.NextSteps().Steps;
            if (!StepFaults.Find(StepFactory.Create(steps), isInElement: false).Any())
            {
                return steps;
            }
        }
    }

    private static async Task TryAsync(EngineFixture fixture, string name, IReadOnlyList<FieldStep> steps, List<BsonDocument> documents)
    {
        var collection = fixture.Database.GetCollection(name);
        var body = new Body(steps);
        var up = FieldProgram.Of(body, MigrationDirection.Up);
        var text = string.Join("; ", up.Steps);
        var expected = documents.ToDictionary(d => d["_id"], d => ReferenceSteps.Apply(steps, d));
        var accepted = documents.Where(d => expected[d["_id"]] is not null).ToList();
        foreach (var refused in documents.Where(d => expected[d["_id"]] is null).Take(5))
        {
            await collection.InsertOneAsync(refused);
            Assert.That(async () => await collection.UpdateManyAsync(up.Filter, up.Pipeline), Throws.InstanceOf<MongoDB.Driver.MongoException>().With.Message.Contains("MIG1616"), $"{text} on {refused}");
            await collection.DeleteManyAsync("{}");
        }

        if (accepted.Count == 0)
        {
            return;
        }

        await collection.InsertManyAsync(accepted);
        var result = await collection.UpdateManyAsync(up.Filter, up.Pipeline);
        var migrated = await fixture.ReadAsync(name);
        var again = await collection.UpdateManyAsync(up.Filter, up.Pipeline);

        Assert.That(migrated.Select(Sorted), Is.EqualTo(accepted.Select(d => Sorted(expected[d["_id"]]!))), text);
        Assert.That(again.ModifiedCount, Is.Zero, text);
        Assert.That(result.MatchedCount, Is.EqualTo(accepted.Count(d => !ReferenceSteps.IsNew(steps, d))), text);
        await GoBackAsync(fixture, name, body, accepted, text);
    }

    private static async Task GoBackAsync(EngineFixture fixture, string name, Body body, List<BsonDocument> before, string text)
    {
        if (StepFactory.Create(body.Steps).SelectMany(s => s.Irreversible()).Any())
        {
            return;
        }

        var old = before.Where(d => !ReferenceSteps.LooksMigrated(body.Steps, d)).ToDictionary(d => d["_id"]);
        await fixture.Database.GetCollection(name).DeleteManyAsync(new BsonDocument("_id", new BsonDocument("$nin", new BsonArray(old.Keys))));
        var down = FieldProgram.Of(body, MigrationDirection.Down);
        await fixture.Database.GetCollection(name).UpdateManyAsync(down.Filter, down.Pipeline);

        Assert.That((await fixture.ReadAsync(name)).Select(Sorted), Is.EqualTo(old.Values.Select(Sorted)), $"back: {text}");
    }

    // By content: a field that comes back stands at the end. A field that is there twice shows.
    private static string Sorted(BsonDocument document) => InOrder(document).ToExactText();

    private static BsonValue InOrder(BsonValue value) => value switch
    {
        BsonDocument document => new BsonArray(document.Elements.OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => new BsonDocument(e.Name, InOrder(e.Value)))),
        BsonArray array => new BsonArray(array.Select(InOrder)),
        _ => value,
    };

    private sealed class Body(IReadOnlyList<FieldStep> steps) : FieldMigration
    {
        public IReadOnlyList<FieldStep> Steps => steps;

        public override string Collection => "unused";

        public override void Define(FieldSteps defined)
        {
            foreach (var step in steps)
            {
                Repeat(step, defined);
            }
        }

        private static void Repeat(FieldStep step, FieldSteps to)
        {
            _ = step.Kind switch
            {
                FieldStepKind.Rename => to.Rename(step.Path, step.Others[0]),
                FieldStepKind.SetDefault => to.SetDefault(step.Path, step.Value!),
                FieldStepKind.Set => to.Set(step.Path, step.Value!),
                FieldStepKind.Replace => to.Replace(step.Path, step.Back!, step.Value!),
                FieldStepKind.Unset => to.Unset(step.Path, step.Back),
                FieldStepKind.Convert => to.Convert(step.Path, step.From, step.To),
                FieldStepKind.Cast => to.Cast(step.Path, step.From, step.To, step.Value),
                FieldStepKind.Compute => to.Compute(step.Path, (BsonDocument)step.Value!),
                FieldStepKind.Split => to.Split(step.Path, step.Separator, step.Others),
                FieldStepKind.Join => to.Join(step.Path, step.Separator, step.Others),
                _ => to.ForEach(step.Path, inner => step.Steps.ToList().ForEach(s => Repeat(s, inner))),
            };
        }
    }
}
