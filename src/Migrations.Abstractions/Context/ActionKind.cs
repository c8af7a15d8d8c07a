namespace Migrations;

/// <summary>What kind of change a reported action is.</summary>
public enum ActionKind
{
    /// <summary>Documents were changed.</summary>
    Update,

    /// <summary>Documents were added.</summary>
    Insert,

    /// <summary>Documents were removed.</summary>
    Delete,

    /// <summary>Collections, indexes or validators were changed.</summary>
    Schema,

    /// <summary>Nothing was changed; something is worth knowing.</summary>
    Note,
}
