using System.Collections.Concurrent;
using System.Reflection;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// How one method is handled, determined at its first call.
internal sealed class Route
{
    private static readonly ConcurrentDictionary<MethodInfo, Route> Routes = new();

    private Route(MethodInfo method)
    {
        Method = method;
        Name = CallTable.BareName(method);
        Parameters = method.GetParameters();
        TakesSession = Binding.TakesSession(method);
        InSession = Binding.WithSession(method);
        Outside = Binding.WithoutSession(method);
        Shape = ReturnShape.Of(method);
        Call = Decide(method);
        Pipeline = Parameters.Select((p, i) => PipelineReader.Of(p.ParameterType, i)).FirstOrDefault(r => r is not null);
        Command = Parameters.Select((p, i) => AuthorCommand.Of(p.ParameterType, i)).FirstOrDefault(c => c is not null);
    }

    public MethodInfo Method { get; }

    public string Name { get; }

    public ParameterInfo[] Parameters { get; }

    public bool TakesSession { get; }

    public Call? Call { get; }

    public Binding? InSession { get; }

    public Binding? Outside { get; }

    public ReturnShape Shape { get; }

    public PipelineReader? Pipeline { get; }

    public AuthorCommand? Command { get; }

    public static Route Of(MethodInfo method) => Routes.GetOrAdd(method, static m => new Route(m));

    // A known method may have an overload that cannot be mapped; then it counts as unknown.
    private Call? Decide(MethodInfo method) => CallTable.Find(method) switch
    {
        { Kind: CallKind.Read or CallKind.Write or CallKind.Command } when InSession is null || (!TakesSession && Outside is null) => null,
        { Kind: CallKind.Schema or CallKind.Outside or CallKind.Listing or CallKind.Value or CallKind.Enlisted } when Outside is null => null,
        var call => call,
    };
}

// Bridges what a method of the driver returns - nothing, a value, a task or a task of a value - and one implementation for all of them.
internal sealed class ReturnShape
{
    private readonly Func<Func<ValueTask<object?>>, object?> _return;
    private readonly Func<object, ValueTask<object?>> _take;

    private ReturnShape(Type returned)
    {
        IsTask = returned == typeof(Task) || (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>));
        Value = returned.IsGenericType && IsTask ? returned.GetGenericArguments()[0] : returned == typeof(Task) ? typeof(void) : returned;
        var value = Value == typeof(void) ? typeof(object) : Value;
        _return = Bind<Func<Func<ValueTask<object?>>, object?>>(nameof(ReturnTask), value);
        _take = Bind<Func<object, ValueTask<object?>>>(nameof(TakeTask), value);
    }

    public bool IsTask { get; }

    // The type of its result; void if none.
    public Type Value { get; }

    public static ReturnShape Of(MethodInfo method) => new(method.ReturnType);

    public object? Return(Func<ValueTask<object?>> story) => IsTask ? _return(story) : Finish(story());

    public ValueTask<object?> TakeAsync(object? returned) => IsTask ? _take(returned!) : ValueTask.FromResult(returned);

    // The author called the synchronous method, and chose the thread that waits.
    private static object? Finish(ValueTask<object?> story) => story.AsTask().GetAwaiter().GetResult();

    private static Task<T> ReturnTask<T>(Func<ValueTask<object?>> story)
    {
        async Task<T> TellAsync() => (T)(await story().ConfigureAwait(false))!;
        return TellAsync();
    }

    private static async ValueTask<object?> TakeTask<T>(object returned)
    {
        if (returned is Task<T> typed)
        {
            return await typed.ConfigureAwait(false);
        }

        await ((Task)returned).ConfigureAwait(false);
        return null;
    }

    private static TDelegate Bind<TDelegate>(string name, Type value)
        where TDelegate : Delegate =>
        typeof(ReturnShape).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(value).CreateDelegate<TDelegate>();
}
