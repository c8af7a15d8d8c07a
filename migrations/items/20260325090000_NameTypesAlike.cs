using Migrations;

namespace Catalogue.Items;

// LabBox stands inside the documents, in holder; names are moved at any depth.
[Migration("20260325090000", "Take the prefix Lab from the types of items", Tree = "items", Version = "0.8.0")]
public sealed class NameTypesAlike : TypeMoveMigration, IReversibleTypes
{
    public override string Collection => "items";

    public override void Setup(TypeMap types) => types
        .MoveType("LabItem", "Item")
        .MoveType("LabSample", "Sample")
        .MoveType("LabCell", "Cell")
        .MoveType("LabBox", "Box");
}
