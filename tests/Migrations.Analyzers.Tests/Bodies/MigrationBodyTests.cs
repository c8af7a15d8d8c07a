namespace Migrations.Analyzers.Tests.Bodies;

public sealed class MigrationBodyTests
{
    [TestCase("MIG1120", "var people = new MongoClient(\"mongodb://x\").GetDatabase(\"a\");")]
    [TestCase("MIG1123", "Action later = async () => await Task.Yield();")]
    [TestCase("MIG1123", "async void Later() => await Task.Yield();")]
    public async Task In_a_free_form_body(string code, string statement) => Assert.That(await FindAsync(FreeForm(statement)), Is.EqualTo(new[] { code }));

    [TestCase("MIG1121", "output.At = DateTime.UtcNow;")]
    [TestCase("MIG1121", "output.At = DateTimeOffset.Now.DateTime;")]
    [TestCase("MIG1121", "output.Title = Guid.NewGuid().ToString();")]
    [TestCase("MIG1121", "output.Count = new Random(1).Next();")]
    [TestCase("MIG1121", "output.Title = string.Concat(new[] { 1 }.Select(_ => MongoDB.Bson.ObjectId.GenerateNewId().ToString()));")]
    [TestCase("MIG1122", "output.Count = _count++;")]
    [TestCase("MIG1122", "_count += input.Count;")]
    [TestCase("MIG1122", "this.Last = input.Title;")]
    [TestCase("MIG1122", "Shared = input.Title;")]
    [TestCase("MIG1122", "_seen.Add(input.Title);")]
    [TestCase("MIG1122", "_numbers[input.Title] = 1;")]
    [TestCase("MIG1122", "Interlocked.Increment(ref _count);")]
    [TestCase("MIG1121", "output.At = TimeProvider.System.GetUtcNow().DateTime;")]
    [TestCase("MIG1121", "output.Title = System.Security.Cryptography.RandomNumberGenerator.GetHexString(8);")]
    [TestCase("MIG1121", "output.At = Helper();", "private static DateTime Helper() => DateTime.UtcNow;")]
    [TestCase("MIG1122", "Helper();", "private void Helper() => _count++;")]
    public async Task In_a_document_migration(string code, string statement, string members = "") => Assert.That(await FindAsync(Typed(statement, members)), Is.EqualTo(new[] { code }));

    [TestCase("MIG1122", "_seen++;")]
    [TestCase("MIG1121", "update.Set(\"at\", DateTime.Now.Ticks);")]
    public async Task In_a_raw_migration_and_its_way_back(string code, string statement) => Assert.That(await FindAsync(Raw(statement)), Is.EqualTo(new[] { code, code }));

    [TestCase("output.Title = input.Title.ToUpperInvariant();")]
    [TestCase("output.Tag = new Tag { Name = input.Title, Weight = _factor };")]
    [TestCase("var local = 0; local++; output.Count = local + _factor;")]
    [TestCase("output.At = _at;")]
    [TestCase("output.At = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(input.Count);")]
    [TestCase("output.Title = Guid.Parse(input.Title).ToString(\"N\");")]
    [TestCase("output.Count++;")]
    [TestCase("var begun = System.Diagnostics.Stopwatch.GetTimestamp(); output.Count = input.Count; if (System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalSeconds > 5) { throw new TimeoutException(); }")]
    [TestCase("output.Count = _cache.GetOrAdd(input.Title, title => title.Length);")]
    [TestCase("output.Count = _numbers[input.Title];")]
    [TestCase("output.Title = input.Title;", "private static DateTime Unused() => DateTime.UtcNow; public override Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken) { _count = DateTime.Now.Day; return Task.CompletedTask; }")]
    [TestCase("var names = new List<string>(); names.Add(input.Title); output.Title = names[0];")]
    public async Task What_people_write_has_no_warning(string statement, string members = "") => Assert.That(await FindAsync(Typed(statement, members)), Is.Empty);

    [TestCase("await context.GetCollection(\"a\").InsertOneAsync(new BsonDocument(\"at\", DateTime.UtcNow));")]
    [TestCase("_runs = 1;")]
    [TestCase("Func<Task> later = async () => await Task.Yield(); await later();")]
    public async Task A_free_form_body_runs_once_and_may_do_so(string statement) => Assert.That(await FindAsync(FreeForm(statement)), Is.Empty);

    [Test]
    public async Task A_class_that_is_no_migration_is_not_looked_at() =>
        Assert.That(await FindAsync("public class Repository { public static int Count; public MongoClient Up() { Count++; return new MongoClient(\"mongodb://x\"); } public async void Later() => await Task.Yield(); }"), Is.Empty);

    [Test]
    public async Task A_constructor_may_take_the_time() =>
        Assert.That(await FindAsync(Typed("output.At = _at;", members: "public Body() { _at = DateTime.UtcNow; }")), Is.Empty);

    private static string FreeForm(string statement) => $$"""
        public class Body : Migration { private int _runs; public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken) { await Task.Yield(); {{statement}} } public int Runs => _runs; }
        """;

    private static string Typed(string statement, string members = "") => $$"""
        public class Tag { public string Name { get; set; } = ""; public int Weight { get; set; } }
        public class Note { public string Title { get; set; } = ""; public int Count { get; set; } public DateTime At { get; set; } public Tag? Tag { get; set; } }
        public class Body : DocumentMigration<Note, Note>
        {
            private readonly DateTime _at = new(2026, 1, 1);
            private readonly int _factor = 2;
            private readonly HashSet<string> _seen = new();
            private readonly Dictionary<string, int> _numbers = new();
            private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _cache = new();
            private int _count = 1;
            public string Last { get; set; } = "";
            public static string Shared = "";
            {{members}}
            public override string Collection => "notes";
            public override void Up(Note input, Note output) { {{statement}} }
            public object Used => (_at, _factor, _count, _seen, _numbers, _cache);
        }
        """;

    private static string Raw(string statement) => $$"""
        public class Body : RawDocumentMigration, IReversibleDocument
        {
            private static int _seen;
            public static int Seen => _seen;
            public override string Collection => "notes";
            public override void Up(RawDocument document, DocumentUpdate update) { {{statement}} }
            void IReversibleDocument.Down(RawDocument document, DocumentUpdate update) { {{statement}} }
        }
        """;

    private static Task<IReadOnlyList<string>> FindAsync(string code) => AnalyzedPlugin.CodesOfAsync(code);
}
