using System.Reflection;

namespace Migrations.Engine.Enlisting;

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
