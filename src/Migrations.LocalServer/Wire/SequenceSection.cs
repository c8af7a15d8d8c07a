namespace Migrations.LocalServer.Wire;

// A kind-1 section: concatenated documents, which the engine takes as a bsonsequence.
internal readonly record struct SequenceSection(string Name, ReadOnlyMemory<byte> Documents);
