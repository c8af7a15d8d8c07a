using System.Reflection;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// An overload to call, and where each of its arguments comes from.
internal sealed class Binding
{
    private const int FromSession = -1;
    private const int LeftOut = -2;

    private readonly MethodInvoker _invoker;
    private readonly int[] _sources;
    private readonly BypassOption? _bypass;
    private readonly bool _isStraight;

    private Binding(MethodInfo method, int[] sources)
    {
        _invoker = MethodInvoker.Create(method);
        _sources = sources;
        _bypass = BypassOption.Of(method);
        _isStraight = sources.Select((source, i) => source == i).All(same => same);
    }

    // The overload with a session, or null if the driver has none.
    public static Binding? WithSession(MethodInfo method) => TakesSession(method) ? Of(method, method, [FromSession]) : Find(method, [FromSession], takesSession: true);

    // The overload without one.
    public static Binding? WithoutSession(MethodInfo method) => TakesSession(method) ? Find(method, [], takesSession: false) : Of(method, method, []);

    public static bool TakesSession(MethodInfo method) => method.GetParameters() is [var first, ..] && first.ParameterType == typeof(IClientSessionHandle);

    public object? Invoke(object target, object?[] given, IClientSessionHandle? session, bool bypassesValidation = false)
    {
        var arguments = _isStraight ? given : Arrange(given, session);
        if (bypassesValidation && _bypass is not null)
        {
            arguments = _bypass.Set(arguments);
        }

        return _invoker.Invoke(target, arguments.AsSpan());
    }

    private object?[] Arrange(object?[] given, IClientSessionHandle? session)
    {
        var arguments = new object?[_sources.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _sources[i] switch { FromSession => session, LeftOut => null, var source => given[source] };
        }

        return arguments;
    }

    private static Binding? Find(MethodInfo method, int[] head, bool takesSession) => method.DeclaringType!.GetMethods()
        .Where(m => m.Name == method.Name && m.GetGenericArguments().Length == method.GetGenericArguments().Length && TakesSession(m) == takesSession)
        .Select(m => m.IsGenericMethodDefinition ? m.MakeGenericMethod(method.GetGenericArguments()) : m)
        .Select(m => Of(m, method, head))
        .OfType<Binding>()
        .MinBy(b => b._sources.Count(s => s == LeftOut));

    // Null if the arguments of one do not fit the other. Options that one does not have are left out in the other.
    private static Binding? Of(MethodInfo overload, MethodInfo method, int[] head)
    {
        var (wanted, given) = (overload.GetParameters(), method.GetParameters());
        var sources = new List<int>(head);
        var next = TakesSession(method) ? 1 : 0;
        for (var i = head.Length; i < wanted.Length; i++)
        {
            if (next < given.Length && given[next].ParameterType == wanted[i].ParameterType)
            {
                sources.Add(next++);
            }
            else if (IsOptions(wanted[i]))
            {
                sources.Add(LeftOut);
            }
            else
            {
                return null;
            }
        }

        return next == given.Length ? new Binding(overload, [.. sources]) : null;
    }

    private static bool IsOptions(ParameterInfo parameter) => parameter.IsOptional && parameter.ParameterType.Name.Contains("Options", StringComparison.Ordinal);
}

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
