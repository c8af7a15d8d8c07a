using System.Globalization;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Converting;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson.Serialization.Options;

namespace Migrations.Engine.Tests.Kinds.Typed;

// A value of a member of both classes becomes exactly the same in the other representation, or the document is refused with path, member and value.
public sealed class ConversionTests
{
    private static readonly Dictionary<Type, string[]> Samples = new()
    {
        [typeof(string)] = ["", " ", "x", "0", "1", "-1", "1.5", "0.1", "1e3", "1e400", "NaN", "true", "12:30", "12:30:15", "03/04/2026", "2026-03-04", "2026-03-04T05:06:07Z", "2026-03-04T05:06:07", "2026-03-04T05:06:07.1234567Z", "2026-03-04T05:06:07+02:00", "Open", "open", "7", "Open, Closed", "Read, Write", "0123456789abcdef01234567", "00112233-4455-6677-8899-aabbccddeeff", "0.12345678901234567890123456789", "123456789012345678901234567890123456789", "http://x/a%20b", "５"],
        [typeof(int)] = ["0", "1", "-1", "7", "16777217", "2147483647"],
        [typeof(long)] = ["0", "1", "7", "9007199254740993", "9223372036854775807"],
        [typeof(double)] = ["0", "1", "0.1", "1.5", "1E+300", "NaN", "Infinity", "16777217"],
        [typeof(decimal)] = ["0", "1", "0.1", "1.10", "0.12345678901234567890", "79228162514264337593543950335"],
        [typeof(Decimal128)] = ["0", "1", "0.1", "1.10", "NaN", "1E+6000", "0.123456789012345678901234567890123"],
        [typeof(bool)] = ["True", "False"],
        [typeof(DateTime)] = ["2026-03-04T00:00:00Z", "2026-03-04T05:06:07.123Z"],
        [typeof(DateTimeOffset)] = ["2026-03-04T00:00:00Z", "2026-03-04T05:06:07.1234567+02:00"],
        [typeof(DateOnly)] = ["2026-03-04"],
        [typeof(TimeOnly)] = ["12:30:15.1230000"],
        [typeof(TimeSpan)] = ["1.02:03:04.5670000", "00:00:01"],
        [typeof(Guid)] = ["00112233-4455-6677-8899-aabbccddeeff"],
        [typeof(ObjectId)] = ["0123456789abcdef01234567"],
        [typeof(State)] = ["Open", "Closed"],
        [typeof(OtherState)] = ["Open", "Done"],
        [typeof(Access)] = ["Read", "Read, Write"],
        [typeof(Uri)] = ["http://x/a%20b"],
    };

    // What is converted there and back is what it was: nothing was lost on the way.
    [TestCaseSource(nameof(Pairs))]
    public void What_is_converted_can_be_converted_back(Type from, Type to)
    {
        foreach (var value in Samples[from].Select(text => Parse(text, from)))
        {
            if (Try(value, to) is { } converted)
            {
                var back = Try(converted, from);

                Assert.That(back is not null && (Exactness.IsSame(value, back) || (value is string text && IsSameText(text, (string)back))), $"{from.Name} '{value}' became the {to.Name} '{converted}', and that '{back ?? "nothing"}'");
            }
        }
    }

    [TestCase("12:30", typeof(DateTime))]
    [TestCase("03/04/2026", typeof(DateTime))]
    [TestCase("03/04/2026", typeof(DateOnly))]
    [TestCase("03/04/2026", typeof(DateTimeOffset))]
    [TestCase("2026-03-04T05:06:07", typeof(DateTime))]
    [TestCase("2026-03-04T05:06:07", typeof(DateTimeOffset))]
    [TestCase("Mar 4 2026", typeof(DateTime))]
    [TestCase("5", typeof(TimeSpan))]
    [TestCase("12:30", typeof(TimeSpan))]
    [TestCase("1e400", typeof(double))]
    [TestCase("1e40", typeof(float))]
    [TestCase("0.12345678901234567890", typeof(double))]
    [TestCase("0.1234567890123456789012345678901234567", typeof(decimal))]
    [TestCase("0.1234567890123456789012345678901234567", typeof(Decimal128))]
    [TestCase("9007199254740993", typeof(double))]
    [TestCase("1.5", typeof(int))]
    [TestCase("7", typeof(State))]
    [TestCase("open", typeof(State))]
    [TestCase("Open, Closed", typeof(State))]
    [TestCase("Read, 8", typeof(Access))]
    [TestCase(" true", typeof(bool))]
    public void Text_that_is_not_exactly_one_is_refused(string text, Type type) => Assert.That(() => Try(text, type), Is.Null);

    [TestCase("2026-03-04", typeof(DateTime), "2026-03-04T00:00:00.0000000Z")]
    [TestCase("2026-03-04T05:06:07Z", typeof(DateTime), "2026-03-04T05:06:07.0000000Z")]
    [TestCase("2026-03-04T05:06:07.5+02:00", typeof(DateTime), "2026-03-04T03:06:07.5000000Z")]
    [TestCase("2026-03-04T05:06:07+02:00", typeof(DateTimeOffset), "2026-03-04T05:06:07.0000000+02:00")]
    [TestCase("12:30", typeof(TimeOnly), "12:30:00.0000000")]
    [TestCase("1.02:03:04", typeof(TimeSpan), "1.02:03:04")]
    [TestCase("Read, Write", typeof(Access), "Read, Write")]
    [TestCase("-1.10", typeof(decimal), "-1.10")]
    [TestCase("1e3", typeof(int), "1000")]
    public void Text_that_is_one_becomes_it(string text, Type type, string expected) => Assert.That(Text(Try(text, type)!), Is.EqualTo(expected));

    [Test]
    public void Times_become_text_in_one_way_everywhere()
    {
        Assert.That(Try(new DateOnly(2026, 3, 4), typeof(string)), Is.EqualTo("2026-03-04"));
        Assert.That(Try(new TimeOnly(12, 30, 15), typeof(string)), Is.EqualTo("12:30:15.0000000"));
        Assert.That(Try(new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Unspecified), typeof(string)), Is.EqualTo("2026-03-04T05:06:07.0000000Z"));
        Assert.That(Try(new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc).ToLocalTime(), typeof(string)), Is.EqualTo("2026-03-04T05:06:07.0000000Z"));
    }

    [Test]
    public void An_offset_is_not_dropped() => Assert.That(() => Try(DateTimeOffset.Parse("2026-03-04T05:06:07+02:00", CultureInfo.InvariantCulture), typeof(DateTime)), Is.Null);

    [Test]
    public void Members_of_enumerations_are_taken_by_name_and_only_those_that_are_there()
    {
        Assert.That(Try(State.Open, typeof(OtherState)), Is.EqualTo(OtherState.Open));
        Assert.That(Try(State.Closed, typeof(OtherState)), Is.Null);
        Assert.That(Try((State)7, typeof(OtherState)), Is.Null);
        Assert.That(Try((State)7, typeof(string)), Is.Null);
        Assert.That(Try(7, typeof(State)), Is.Null);
        Assert.That(Try(8, typeof(Access)), Is.Null);
        Assert.That(Try((State)7, typeof(long)), Is.EqualTo(7L));
        Assert.That(Try(3, typeof(Access)), Is.EqualTo(Access.Read | Access.Write));
    }

    [Test]
    public void Parts_of_a_millisecond_are_not_cut() => AssertRefused<TimeAsText, Holder<DateTime>>("""{ "_id": 1, "Value": "2026-03-04T05:06:07.1234567Z" }""", "2026-03-04T05:06:07.1234567Z");

    [TestCase("12:30")]
    [TestCase("03/04/2026")]
    public void A_time_that_the_driver_guesses_is_refused(string text) => AssertRefused<TimeAsText, Holder<DateTime>>($$"""{ "_id": 1, "Value": "{{text}}" }""", text);

    [Test]
    public void A_number_that_the_driver_rounds_is_refused() => AssertRefused<NumberAsText, Holder<double>>("""{ "_id": 1, "Value": "0.12345678901234567890" }""", "0.12345678901234567890");

    [Test]
    public void Ticks_are_not_cut() => AssertRefused<TimeAsTicks, Holder<DateTime>>("""{ "_id": 1, "Value": { "DateTime": { "$date": "2026-03-04T05:06:07.123Z" }, "Ticks": { "$numberLong": "639081975671234567" } } }""", "639081975671234567");

    [Test]
    public void Parts_of_a_second_are_not_cut() => AssertRefused<Holder<TimeSpan>, SpanInSeconds>("""{ "_id": 1, "Value": "00:00:01.5000000" }""", "00:00:01.5000000");

    [Test]
    public void Whole_seconds_become_seconds() => Assert.That(
        TypedEffect.After<Holder<TimeSpan>, SpanInSeconds>("""{ "_id": 1, "Value": "00:00:02" }""", (_, _) => { }),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Value": { "$numberLong": "2" } }""")));

    [Test]
    public void Offsets_are_not_cut() => AssertRefused<Holder<DateTimeOffset>, OffsetAsTime>("""{ "_id": 1, "Value": { "DateTime": { "$date": "2026-03-04T03:06:07Z" }, "Ticks": { "$numberLong": "639081903670000000" }, "Offset": 120 } }""", "Ticks");

    [TestCase("\"7\"")]
    [TestCase("\"Open, Closed\"")]
    public void Text_that_is_not_a_member_is_not_taken_for_its_number(string state) => AssertRefused<StateAsText, StateAsNumber>($$"""{ "_id": 1, "State": {{state}} }""", state.Trim('"'), "State");

    [Test]
    public void A_number_that_is_not_a_member_is_not_written_as_text() => AssertRefused<StateAsNumber, StateAsText>("""{ "_id": 1, "State": 7 }""", "7", "State");

    [Test]
    public void A_fraction_is_not_cut_even_where_its_class_allows_it()
    {
        AssertRefused<Truncating, Holder<long>>("""{ "_id": 1, "Value": 1.5 }""", "1.5");
        AssertRefused<Holder<double>, Truncating>("""{ "_id": 1, "Value": 1.5 }""", "1.5");
    }

    [Test]
    public void A_decimal_that_is_too_long_is_not_cut() =>
        AssertRefused<Holder<decimal>, Holder<string>>("""{ "_id": 1, "Value": { "$numberDecimal": "1.234567890123456789012345678901234" } }""", "1.234567890123456789012345678901234");

    [Test]
    public void An_ObjectId_may_be_spelled_in_capitals() => Assert.That(
        TypedEffect.After<Holder<string>, HolderOfObjectIdText>("""{ "_id": 1, "Value": "0123456789ABCDEF01234567" }""", (_, _) => { }),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id" : 1, "Value" : { "$oid" : "0123456789abcdef01234567" } }""")));

    [Test]
    public void A_value_that_the_driver_has_no_object_for_is_refused_by_its_type() => Assert.That(
        () => Refused(HandmadeBson.Of([12, .. "Value\0"u8, 2, 0, 0, 0, (byte)'a', 0, .. new byte[12]])),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Value"));

    [Test]
    public void Keys_that_become_one_are_refused() => AssertRefused<Holder<Dictionary<string, int>>, ByNumber>("""{ "_id": 1, "Value": { "1": 1, "01": 2 } }""", "01");

    [Test]
    public void What_the_code_sets_is_not_asked_for() => Assert.That(
        TypedEffect.After<StateAsNumber, StateAsText>("""{ "_id": 1, "State": 7 }""", (_, o) => o.State = State.Closed),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "State": "Closed" }""")));

    private static void Refused(byte[] document)
    {
        using var transform = new TypedTransform<Holder<int>, Holder<string>>((_, _) => { }, Migrations.Engine.Kinds.TypeMoves.TypeRewriting.None);
        transform.Apply(new Migrations.Bytes.RawDocument(document));
    }

    private static IEnumerable<TestCaseData> Pairs() => from f in Samples.Keys from t in Samples.Keys where f != t select new TestCaseData(f, t).SetArgDisplayNames(f.Name, t.Name);

    private static object? Try(object value, Type type)
    {
        try
        {
            return Conversions.TryConvert(value, type, out var converted) ? converted : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    // Other spellings of one number, time, flag or id.
    private static bool IsSameText(string one, string other) =>
        (Exactness.NumberOf(one) is { } number && number == Exactness.NumberOf(other))
        || (DateTimeOffset.TryParse(one, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var same) && time == same)
        || string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static object Parse(string text, Type type) => type == typeof(string) ? text
        : type.IsEnum ? Enum.Parse(type, text)
        : type == typeof(int) ? int.Parse(text, CultureInfo.InvariantCulture)
        : type == typeof(DateTime) ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)
        : type == typeof(DateTimeOffset) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : type == typeof(ObjectId) ? ObjectId.Parse(text)
        : type == typeof(Decimal128) ? Decimal128.Parse(text)
        : type == typeof(bool) ? bool.Parse(text)
        : type == typeof(Uri) ? new Uri(text)
        : type.GetMethod("Parse", [typeof(string), typeof(IFormatProvider)])!.Invoke(null, [text, CultureInfo.InvariantCulture])!;

    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => FormattableString.Invariant($"{value}"),
    };

    private static void AssertRefused<TIn, TOut>(string document, string value, string path = "Value")
        where TIn : class
        where TOut : class => Assert.That(
            () => TypedEffect.Update<TIn, TOut>(document, (_, _) => { }),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo(path).And.Message.Contains(value).And.Message.Contains($".{path}"));

    internal enum OtherState
    {
        Done,
        Open,
    }

    [Flags]
    internal enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    private sealed class TimeAsText
    {
        public int Id { get; set; }

        [BsonRepresentation(BsonType.String)]
        public DateTime Value { get; set; }
    }

    private sealed class NumberAsText
    {
        public int Id { get; set; }

        [BsonRepresentation(BsonType.String)]
        public double Value { get; set; }
    }

    private sealed class TimeAsTicks
    {
        public int Id { get; set; }

        [BsonDateTimeOptions(Representation = BsonType.Document)]
        public DateTime Value { get; set; }
    }

    private sealed class SpanInSeconds
    {
        public int Id { get; set; }

        [BsonTimeSpanOptions(BsonType.Int64, TimeSpanUnits.Seconds)]
        public TimeSpan Value { get; set; }
    }

    private sealed class OffsetAsTime
    {
        public int Id { get; set; }

        [BsonRepresentation(BsonType.DateTime)]
        public DateTimeOffset Value { get; set; }
    }

    private sealed class Truncating
    {
        public int Id { get; set; }

        [BsonRepresentation(BsonType.Int32, AllowTruncation = true)]
        public int Value { get; set; }
    }

    private sealed class ByNumber
    {
        public int Id { get; set; }

        [BsonDictionaryOptions(DictionaryRepresentation.ArrayOfArrays)]
        public Dictionary<int, int>? Value { get; set; }
    }
}
