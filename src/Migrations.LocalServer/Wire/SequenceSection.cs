namespace Migrations.LocalServer.Wire;

// A kind-1 section: documents one behind the other, which is what the engine takes as a bsonsequence.
internal readonly record struct SequenceSection(string Name, ReadOnlyMemory<byte> Documents);
