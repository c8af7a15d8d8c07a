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
