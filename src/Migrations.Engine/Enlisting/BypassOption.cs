using System.Reflection;

namespace Migrations.Engine.Enlisting;

// The options of a write, with the collection's validator bypassed. The author's own options are not changed.
internal sealed class BypassOption
{
    private const string Name = "BypassDocumentValidation";
    private static readonly MethodInvoker Clone = MethodInvoker.Create(typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!);

    private readonly int _index;
    private readonly Type _type;

    private BypassOption(int index, Type type)
    {
        _index = index;
        _type = type;
    }

    // Null for a method without such an option.
    public static BypassOption? Of(MethodInfo method)
    {
        var index = Array.FindIndex(method.GetParameters(), p => p.ParameterType.GetProperty(Name) is { CanWrite: true });
        return index < 0 ? null : new BypassOption(index, method.GetParameters()[index].ParameterType);
    }

    public object?[] Set(object?[] arguments)
    {
        var options = arguments[_index] is { } given ? Clone.Invoke(given)! : Activator.CreateInstance(_type)!;
        options.GetType().GetProperty(Name)!.SetValue(options, true);
        var copy = arguments.ToArray();
        copy[_index] = options;
        return copy;
    }
}
