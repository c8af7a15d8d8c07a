namespace Migrations;

/// <summary>A final migration: it begins a new epoch of its tree, and no path crosses it. It has no body; a database stands at it because it was initialised there.</summary>
public abstract class Barrier : MigrationBody;
