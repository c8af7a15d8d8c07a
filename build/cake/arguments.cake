// The options of each target. An unknown option or an invalid value ends the build before anything runs: a typo must not migrate. The options of the
// migration targets are those of the product's table; Cake.Migrations knows them.
static Dictionary<string, (string Command, string[] Others)> takenBy = new(StringComparer.OrdinalIgnoreCase);
var takenByAll = new[] { "configuration" };
var given = Context.Arguments.GetArguments();

static CakeTaskBuilder Takes(this CakeTaskBuilder task, params string[] others)
{
    takenBy[task.Task.Name] = (null, others);
    return others.Length == 0 ? task : task.Description($"{task.Task.Description} Takes {string.Join(", ", others.Select(o => $"--{o}"))}.");
}

// The options of a command of ours, and others.
CakeTaskBuilder TakesOptionsOf(CakeTaskBuilder task, string command, params string[] others)
{
    var described = task.Takes([.. MigrationsArgumentNames(command), .. others]);
    takenBy[task.Task.Name] = (command, others);
    return described;
}

string TextOf(string name) => given.TryGetValue(name, out var values) ? values.LastOrDefault() is { Length: > 0 } text ? text : throw Refused($"The option --{name} has no value.") : null;

int? NumberOf(string name) => TextOf(name) is not { } text ? null
    : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
    : throw Refused($"The option --{name} takes a whole number, not '{text}'.");

void CheckArguments(string target)
{
    MigrationsCheckTarget(target, takenBy.Keys);
    var (command, others) = takenBy[target];
    MigrationsCheckArguments(target, command, [.. others, .. takenByAll]);
    NumberOf("count");
}

CakeException Refused(string fact) => new(64, fact);
