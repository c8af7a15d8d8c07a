namespace Migrations;

/// <summary>Lists a migration of the assembly with the facts known when it was compiled. Written by the registry generator, never by hand.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class RegisteredMigrationAttribute : Attribute
{
    /// <summary>Registers a migration.</summary>
    /// <param name="type">The migration's class.</param>
    /// <param name="checksum">SHA-256 over the source that runs on the way up, 64 hexadecimal digits.</param>
    /// <param name="file">Its source file, relative to the project.</param>
    /// <param name="line">The line of its class.</param>
    public RegisteredMigrationAttribute(Type type, string checksum, string file, int line)
    {
        Type = type;
        Checksum = checksum;
        File = file;
        Line = line;
    }

    /// <summary>The migration's class.</summary>
    public Type Type { get; }

    /// <summary>SHA-256 over the source that runs on the way up.</summary>
    public string Checksum { get; }

    /// <summary>Its source file, relative to the project.</summary>
    public string File { get; }

    /// <summary>The line of its class.</summary>
    public int Line { get; }

    /// <summary>SHA-256 over the source of its way back, or null if none is written.</summary>
    public string? DownChecksum { get; set; }

    /// <summary>The members of the way up that nobody has written yet, separated by commas: they only throw <see cref="NotSupportedException"/> or <see cref="NotImplementedException"/>. Null if all are written.</summary>
    public string? NotWritten { get; set; }

    /// <summary>The same of the way back.</summary>
    public string? DownNotWritten { get; set; }

    /// <summary>What the way up destroys, as far as its commands tell, for example <c>drops 'carts'</c>; null if nothing is known.</summary>
    public string? Destroys { get; set; }

    /// <summary>The project's version when it was built, for migrations whose version is <see cref="MigrationVersion.Next"/>; null otherwise.</summary>
    public string? Version { get; set; }
}
