using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Tests.Kinds.TypeMoves;

// A line of classes as it is now; documents may still say OldDog, which became Dog.
[BsonKnownTypes(typeof(Dog), typeof(Cat))]
internal abstract class Pet
{
    [BsonElement("name")]
    public string? Name { get; set; }
}

internal sealed class Dog : Pet
{
    [BsonElement("barks")]
    public bool Barks { get; set; }
}

internal sealed class Cat : Pet;

internal sealed class Owner
{
    [BsonElement("pet")]
    public Pet? Pet { get; set; }

    [BsonElement("pets")]
    public List<Pet>? Pets { get; set; }

    [BsonElement("home")]
    public Home? Home { get; set; }

    [BsonElement("note")]
    public string? Note { get; set; }
}

internal sealed class Home
{
    [BsonElement("guest")]
    public Pet? Guest { get; set; }
}

internal sealed class Loner
{
    [BsonElement("note")]
    public string? Note { get; set; }
}

// The same before and after: what the test says is done to it.
internal sealed class OwnerMigration(Action<TypeMap> setup, Action<Owner, Owner>? up = null, Action<Owner, Owner>? down = null) : DocumentMigration<Owner, Owner>, IReversible<Owner, Owner>
{
    public override string Collection => "owners";

    public override void Setup(TypeMap types) => setup(types);

    public override void Up(Owner input, Owner output) => up?.Invoke(input, output);

    public void Down(Owner input, Owner output) => down?.Invoke(input, output);
}

internal sealed class ForwardMigration(Action<TypeMap> setup, Action<Owner, Owner>? up = null) : DocumentMigration<Owner, Owner>
{
    public override string Collection => "owners";

    public override void Setup(TypeMap types) => setup(types);

    public override void Up(Owner input, Owner output) => up?.Invoke(input, output);
}

internal sealed class LonerMigration(Action<TypeMap> setup) : DocumentMigration<Owner, Loner>
{
    public override string Collection => "owners";

    public override void Setup(TypeMap types) => setup(types);

    public override void Up(Owner input, Loner output) => output.Note = "alone";
}

internal sealed class Bag
{
    [BsonElement("note")]
    [BsonIgnoreIfNull]
    public string? Note { get; set; }

    [BsonExtraElements]
    public MongoDB.Bson.BsonDocument? Rest { get; set; }
}

internal sealed class BagMigration(Action<TypeMap> setup, Action<Bag> up) : DocumentMigration<Bag>
{
    public override string Collection => "owners";

    public override void Setup(TypeMap types) => setup(types);

    public override void Up(Bag document) => up(document);
}

internal sealed class RawMigration(Action<TypeMap> setup, Action<RawDocument, DocumentUpdate> body) : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "owners";

    public override void Setup(TypeMap types) => setup(types);

    public override void Up(RawDocument document, DocumentUpdate update) => body(document, update);

    public void Down(RawDocument document, DocumentUpdate update) => body(document, update);
}
