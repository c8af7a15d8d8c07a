using MongoDB.Bson;

namespace Migrations.TestKit;

/// <summary>Several fake servers that call themselves a replica set.</summary>
public sealed class FakeReplicaSet : IAsyncDisposable
{
    private readonly FakeServer[] _members;
    private int _primary;
    private int _term = 1;

    /// <summary>Starts so many members; the first is the primary.</summary>
    public FakeReplicaSet(int members = 1, string name = "rs0")
    {
        Name = name;
        _members = [.. Enumerable.Range(0, members).Select(_ => new FakeServer())];
        foreach (var member in _members)
        {
            member.Hello = () => HelloOf(member);
        }
    }

    /// <summary>The set's name.</summary>
    public string Name { get; }

    /// <summary>The members.</summary>
    public IReadOnlyList<FakeServer> Members => _members;

    /// <summary>The primary.</summary>
    public FakeServer Primary => _members[Volatile.Read(ref _primary)];

    /// <summary>A connection string that names the given member only, or all members.</summary>
    public string ConnectionString(int? seed = null) => seed is { } index
        ? $"mongodb://{_members[index].Address}/?replicaSet={Name}"
        : $"mongodb://{string.Join(',', _members.Select(m => m.Address))}/?replicaSet={Name}";

    /// <summary>Another member becomes the primary; the old one answers as a secondary from now on.</summary>
    public void Elect(int member)
    {
        Interlocked.Increment(ref _term);
        Volatile.Write(ref _primary, member);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }
    }

    private BsonDocument HelloOf(FakeServer member) =>
        FakeHello.Member(Name, member.Address, _members.Select(m => m.Address), Primary.Address, Volatile.Read(ref _term));
}
