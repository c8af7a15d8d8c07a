// What each target takes. An option that it does not take, or a value that is none, ends the build before anything runs: a typo must not migrate.
static Dictionary<string, string[]> takenBy = new(StringComparer.OrdinalIgnoreCase);
var takenByAll = new[] { "target", "configuration" };
var flags = new[] { "declared-by-application", "dry-run", "final", "force", "no-local-server", "one-shot", "reversible", "rollback", "verbose", "with-setup" };
var numbers = new[] { "count", "distance", "limit-errors", "lock-wait", "max-replication-lag", "older-than", "workers" };
var given = Context.Arguments.GetArguments();

static CakeTaskBuilder Takes(this CakeTaskBuilder task, params string[] options)
{
    takenBy[task.Task.Name] = options;
    return options.Length == 0 ? task : task.Description($"{task.Task.Description} Takes {string.Join(", ", options.Select(o => $"--{o}"))}.");
}

string TextOf(string name) => given.TryGetValue(name, out var values) ? values.LastOrDefault() is { Length: > 0 } text ? text : throw Refused($"The option --{name} has no value.") : null;

bool FlagOf(string name) => IsListed(flags, name) && given.TryGetValue(name, out var values) && values.LastOrDefault()?.ToLowerInvariant() switch
{
    null or "" or "true" => true,
    "false" => false,
    var other => throw Refused($"The option --{name} is a flag: '{other}' is neither 'true' nor 'false'."),
};

int? NumberOf(string name) => !IsListed(numbers, name) || TextOf(name) is not { } text ? null
    : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
    : throw Refused($"The option --{name} is a whole number, and '{text}' is none.");

// What the check below does not know it could not refuse in time.
bool IsListed(string[] options, string name) => options.Contains(name, StringComparer.OrdinalIgnoreCase) ? true : throw new InvalidOperationException($"List --{name} at the top of build/cake/arguments.cake.");

string Output() => TextOf("output")?.ToLowerInvariant() switch
{
    null or "text" => "text",
    "json" => "json",
    var other => throw Refused($"The option --output is 'text' or 'json', and not '{other}'."),
};

void CheckArguments(string target)
{
    if (!takenBy.TryGetValue(target, out var taken))
    {
        throw Refused($"There is no target '{target}'. Nothing was run.{Nearest(target, takenBy.Keys, "")} './build.sh --description' lists them.");
    }

    foreach (var name in given.Keys.Where(n => !taken.Concat(takenByAll).Contains(n, StringComparer.OrdinalIgnoreCase)))
    {
        throw Refused($"The target '{target}' takes no option --{name}. Nothing was run.{Nearest(name, taken.Concat(takenByAll), "--")}");
    }

    foreach (var name in given.Keys)
    {
        _ = flags.Contains(name, StringComparer.OrdinalIgnoreCase) ? FlagOf(name).ToString() : numbers.Contains(name, StringComparer.OrdinalIgnoreCase) ? NumberOf(name).ToString() : TextOf(name);
    }

    Output();
}

CakeException Refused(string fact) => new(64, fact);

string Nearest(string name, IEnumerable<string> known, string prefix)
{
    var nearest = known.MinBy(k => Distance(name.ToLowerInvariant(), k.ToLowerInvariant()));
    return nearest is not null && Distance(name.ToLowerInvariant(), nearest.ToLowerInvariant()) <= 3 ? $" Did you mean {prefix}{nearest}?" : "";
}

// How many letters have to be added, taken away or replaced.
int Distance(string a, string b)
{
    var row = Enumerable.Range(0, b.Length + 1).ToArray();
    for (var i = 1; i <= a.Length; i++)
    {
        (var diagonal, row[0]) = (row[0], i);
        for (var j = 1; j <= b.Length; j++)
        {
            (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
    }

    return row[b.Length];
}
