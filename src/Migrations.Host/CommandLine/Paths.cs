using System.CommandLine;

namespace Migrations.Host.CommandLine;

internal static class Paths
{
    // No folder has no name.
    public static void RefuseEmpty(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var path }] && string.IsNullOrWhiteSpace(path))
        {
            result.AddError($"{option.Name} takes a folder, and what was given is empty.");
        }
    });
}
