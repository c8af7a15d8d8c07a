using Migrations;

namespace Catalogue.Items;

// In full, because System.Threading has a Barrier too.
[Migration("20260220100000", "The oldest items that can be migrated are those of 0.4.0", Tree = "items", Version = "0.4.0")]
public sealed class FirstSupported : Migrations.Barrier;
