namespace Migrations.LocalServer.Provisioning;

internal sealed record AptSource(string Uri, string Suite, IReadOnlyList<string> Components)
{
    public bool HasComponent(string name) => Components.Contains(name, StringComparer.Ordinal);
}
