using Migrations.Bytes.Tests.Specifications;


namespace Migrations.Bytes.Tests;

// Whatever the bytes are, they are read or refused: no other exception, no crash, no endless loop.
public class MutationTests
{
    private const int Rounds = 300_000;

    [Test, CancelAfter(60_000)]
    public void Mutated_documents_are_read_or_refused(CancellationToken cancellationToken)
    {
        var random = new Random(20261121);
        var seeds = Seeds();
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = Mutate(seeds[random.Next(seeds.Count)], random);
            refused += IsRefused(bytes, round) ? 1 : 0;
        }

        Assert.That(refused, Is.InRange(Rounds / 10, Rounds - 1000));
    }

    [Test, CancelAfter(60_000)]
    public void Random_bytes_are_read_or_refused(CancellationToken cancellationToken)
    {
        var random = new Random(42);
        for (var round = 0; round < Rounds / 3; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = new byte[random.Next(5, 60)];
            random.NextBytes(bytes);
            Frame(bytes);
            bytes[4] = (byte)random.Next(0, 20);
            _ = IsRefused(bytes, round);
        }
    }

    // Every stage in turn, and what is valid must also pass all others.
    private static bool IsRefused(byte[] bytes, int round)
    {
        var isValid = Passes(() => RawDocument.FromBytes(bytes).Validate(), bytes);
        switch (round % 3)
        {
            case 0:
                Agree(isValid, Passes(() => _ = RawDocument.FromBytes(bytes).ToString(), bytes), bytes);
                break;
            case 1:
                Agree(isValid, Passes(() => Same(bytes, RawDocument.FromBytes(bytes).ToBsonDocument().ToRaw()), bytes), bytes);
                break;
            default:
                _ = Passes(() => _ = RawDifference.Between(RawDocument.Empty, RawDocument.FromBytes(bytes)).ToUpdate().ToString(), bytes);
                break;
        }

        return !isValid;
    }

    private static void Agree(bool isValid, bool passes, byte[] bytes)
    {
        // The names in an array are checked, but nobody reads them.
        if (isValid && !passes)
        {
            Assert.Fail($"Validate accepts what cannot be read: {Convert.ToHexString(bytes)}");
        }
    }

    private static void Same(byte[] bytes, RawDocument written)
    {
        if (!written.Bytes.Span.SequenceEqual(bytes))
        {
            Assert.Fail($"Written otherwise than read: {Convert.ToHexString(bytes)}");
        }
    }

    private static bool Passes(Action action, byte[] bytes)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is BsonFormatException)
        {
            return false;
        }
        catch (Exception e)
        {
            // Anything else is the fault that is looked for; it is shown with the bytes that cause it.
            throw new AssertionException($"{e.GetType().Name} for {Convert.ToHexString(bytes)}: {e}", e);
        }
    }

    private static List<byte[]> Seeds()
    {
        var seeds = CorpusCase.All("valid").Select(c => c.CanonicalBson).ToList();
        seeds.AddRange(CorpusCase.All("decodeErrors").Select(c => c.FaultyBson).Where(b => b.Length >= 5));
        return seeds;
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = random.Next(8) switch
        {
            0 => seed[..random.Next(5, seed.Length + 1)],
            1 => [.. seed, .. new byte[random.Next(1, 9)]],
            _ => [.. seed],
        };
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var place = random.Next(bytes.Length);
            bytes[place] = random.Next(4) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(bytes[place] + 1),
                2 => (byte)(bytes[place] ^ (1 << random.Next(8))),
                _ => (byte)random.Next(20),
            };
        }

        if (random.Next(4) > 0)
        {
            Frame(bytes);
        }

        return bytes;
    }

    private static void Frame(byte[] bytes)
    {
        BitConverter.TryWriteBytes(bytes, bytes.Length);
        bytes[^1] = 0;
    }
}
