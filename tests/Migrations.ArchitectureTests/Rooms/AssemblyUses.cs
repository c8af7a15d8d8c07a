using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Migrations.ArchitectureTests.Rooms;

// Which types of an assembly use which others of it, as its compiled code says: in signatures, attributes and bodies.
internal sealed class AssemblyUses
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (int)(ushort)o.Value);
    private readonly MetadataReader _metadata;
    private readonly PEReader _image;
    private readonly HashSet<(string From, string To)> _uses = [];

    private AssemblyUses(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
    }

    // Types by their full names; what is nested counts as the type that it is in.
    public static IReadOnlySet<(string From, string To)> Read(Assembly assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        var uses = new AssemblyUses(image);
        foreach (var handle in uses._metadata.TypeDefinitions)
        {
            uses.Add(handle);
        }

        return uses._uses;
    }

    private void Add(TypeDefinitionHandle handle)
    {
        var (type, from) = (_metadata.GetTypeDefinition(handle), NameOf(handle));
        Use(from, type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Use(from, _metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields())
        {
            _metadata.GetFieldDefinition(field).DecodeSignature(Types(from), null);
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            method.DecodeSignature(Types(from), null);
            if (method.RelativeVirtualAddress != 0)
            {
                UseBody(from, _image.GetMethodBody(method.RelativeVirtualAddress));
            }
        }
    }

    private void UseBody(string from, MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Types(from), null);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            var operation = OpCodesByValue[value == 0xFE ? (value << 8) | code.ReadByte() : value];
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Use(from, MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += targets * 4;
                    break;
                default:
                    code.Offset += SizeOf(operation.OperandType);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private void Use(string from, EntityHandle used)
    {
        if (used.IsNil)
        {
            return;
        }

        switch (used.Kind)
        {
            case HandleKind.TypeDefinition:
                _uses.Add((from, NameOf((TypeDefinitionHandle)used)));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)used).DecodeSignature(Types(from), null);
                break;
            case HandleKind.MethodDefinition:
                Use(from, _metadata.GetMethodDefinition((MethodDefinitionHandle)used).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Use(from, _metadata.GetFieldDefinition((FieldDefinitionHandle)used).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)used);
                Use(from, method.Method);
                method.DecodeSignature(Types(from), null);
                break;
            case HandleKind.MemberReference:
                Use(from, _metadata.GetMemberReference((MemberReferenceHandle)used).Parent);
                break;
            default:
                break;
        }
    }

    private UsedTypes Types(string from) => new(definition => Use(from, definition));

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }
}
