namespace Migrations.TestKit;

/// <summary>When a <see cref="FaultProxy"/> cuts a connection.</summary>
public enum CutMoment
{
    /// <summary>The server never sees the request.</summary>
    BeforeRequest,

    /// <summary>The server got the request; whether it is still carried out is its affair.</summary>
    AfterRequest,

    /// <summary>The server has answered, and half of the answer arrives.</summary>
    InsideReply,
}
