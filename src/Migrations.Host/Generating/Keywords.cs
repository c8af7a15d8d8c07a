namespace Migrations.Host.Generating;

// The words of the languages of .NET, whatever their case: a class with such a name is inconvenient in the others, and an error if all analyzers are on (CA1716).
internal static class Keywords
{
    private static readonly HashSet<string> Words = new(
        """
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach goto
        if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc
        static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
        addhandler addressof alias and andalso boolean byref byval call date declare dim directcast each elseif end erase error exit friend function get gettype global handles implements imports
        inherits integer let lib like loop me mod module mustinherit mustoverride mybase myclass narrowing next not nothing notinheritable notoverridable of on option optional or orelse overloads
        overridable paramarray partial property raiseevent redim rem removehandler resume select set shadows shared single step stop structure sub synclock then to trycast typeof until variant wend
        when widening with withevents writeonly xor
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool Has(string name) => Words.Contains(name);
}
