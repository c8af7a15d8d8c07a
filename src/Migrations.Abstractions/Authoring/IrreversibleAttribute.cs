namespace Migrations;

/// <summary>Says why a migration has no way back. Plans show it, and <c>migrations lint</c> asks for it.</summary>
/// <param name="reason">The reason, in one line.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class IrreversibleAttribute(string reason) : Attribute
{
    /// <summary>The reason, in one line.</summary>
    public string Reason { get; } = reason;
}
