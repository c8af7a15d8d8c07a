using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Migrations.Engine.Enlisting;

// Writes the class that implements one of the driver's interfaces and passes every call to its base class. Generic interfaces get a generic class, so that an author's
// own types, internal ones and those of a plugin's load context too, only come in when it is closed; System.Reflection.DispatchProxy cannot do that.
internal sealed class ProxyEmitter
{
    private static readonly MethodInfo Invoke = Base("Invoke");
    private static readonly MethodInfo InvokeGeneric = Base("InvokeGeneric");

    private readonly TypeBuilder _class;
    private readonly GenericTypeParameterBuilder[] _types;

    private ProxyEmitter(Type definition)
    {
        var name = "Migrations.Engine.Enlisted." + definition.Name;
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
        var access = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        foreach (var known in new[] { typeof(EnlistedProxy).Assembly, definition.Assembly })
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(access, [known.GetName().Name]));
        }

        _class = assembly.DefineDynamicModule(name).DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed, typeof(EnlistedProxy));
        _types = definition.IsGenericTypeDefinition ? _class.DefineGenericParameters([.. definition.GetGenericArguments().Select(a => a.Name)]) : [];
        _class.DefineDefaultConstructor(MethodAttributes.Public);
    }

    // The slots are numbers for the methods of all the interfaces.
    public static Type Emit(Type definition, IReadOnlyList<MethodInfo> slots)
    {
        var emitter = new ProxyEmitter(definition);
        foreach (var type in slots.Select(s => s.DeclaringType!).Append(definition).Distinct())
        {
            emitter._class.AddInterfaceImplementation(emitter.Close(type));
        }

        for (var slot = 0; slot < slots.Count; slot++)
        {
            emitter.Implement(slots[slot], slot);
        }

        return emitter._class.CreateType();
    }

    private static MethodInfo Base(string name) => typeof(EnlistedProxy).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private Type Close(Type definition) => definition.IsGenericTypeDefinition ? definition.MakeGenericType(_types) : definition;

    private void Implement(MethodInfo declared, int slot)
    {
        var method = _class.DefineMethod($"{declared.DeclaringType!.Name}.{declared.Name}.{slot}", MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig);
        var own = DefineTypes(method, declared);
        var parameters = declared.GetParameters().Select(p => Translate(p.ParameterType, own)).ToArray();
        var returned = Translate(declared.ReturnType, own);
        method.SetParameters(parameters);
        method.SetReturnType(returned);
        Write(method.GetILGenerator(), slot, parameters, own, returned);
        var type = Close(declared.DeclaringType!);
        _class.DefineMethodOverride(method, type.IsGenericType ? TypeBuilder.GetMethod(type, declared) : declared);
    }

    private GenericTypeParameterBuilder[] DefineTypes(MethodBuilder method, MethodInfo declared)
    {
        if (!declared.IsGenericMethodDefinition)
        {
            return [];
        }

        var given = declared.GetGenericArguments();
        var own = method.DefineGenericParameters([.. given.Select(g => g.Name)]);
        for (var i = 0; i < given.Length; i++)
        {
            own[i].SetGenericParameterAttributes(given[i].GenericParameterAttributes);
            var constraints = given[i].GetGenericParameterConstraints();
            own[i].SetInterfaceConstraints([.. constraints.Where(c => c.IsInterface).Select(c => Translate(c, own))]);
            if (constraints.FirstOrDefault(c => !c.IsInterface) is { } parent)
            {
                own[i].SetBaseTypeConstraint(Translate(parent, own));
            }
        }

        return own;
    }

    private Type Translate(Type type, GenericTypeParameterBuilder[] own) =>
        type.IsGenericMethodParameter ? own[type.GenericParameterPosition]
        : type.IsGenericTypeParameter ? _types[type.GenericParameterPosition]
        : type.IsArray ? Translate(type.GetElementType()!, own).MakeArrayType()
        : type is { IsGenericType: true, ContainsGenericParameters: true } ? type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(a => Translate(a, own))])
        : type;

    private static void Write(ILGenerator il, int slot, Type[] parameters, GenericTypeParameterBuilder[] own, Type returned)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, slot);
        WriteArray(il, typeof(object), parameters.Length, i =>
        {
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Box, parameters[i]);
        });
        if (own.Length > 0)
        {
            WriteArray(il, typeof(Type), own.Length, i =>
            {
                il.Emit(OpCodes.Ldtoken, own[i]);
                il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            });
        }

        il.Emit(OpCodes.Call, own.Length > 0 ? InvokeGeneric : Invoke);
        if (returned == typeof(void))
        {
            il.Emit(OpCodes.Pop);
        }
        else
        {
            il.Emit(OpCodes.Unbox_Any, returned);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void WriteArray(ILGenerator il, Type type, int length, Action<int> element)
    {
        il.Emit(OpCodes.Ldc_I4, length);
        il.Emit(OpCodes.Newarr, type);
        for (var i = 0; i < length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            element(i);
            il.Emit(OpCodes.Stelem_Ref);
        }
    }
}
