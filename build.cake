#r "artifacts/cake-addin/Cake.Migrations.dll"
#load "build/cake/arguments.cake"
#load "build/cake/building.cake"
#load "build/cake/testing.cake"
#load "build/cake/packing.cake"
#load "build/cake/documentation.cake"
#load "build/cake/migrating.cake"

var target = TextOf("target") ?? "Migrate";

// Cake ends with 1 whatever a tool ended with; pipelines need the host's own code.
try
{
    CheckArguments(target);
    RunTarget(target);
}
catch (Exception e) when (e.InnerException is CakeException { ExitCode: not 1 } inner)
{
    throw new CakeException(inner.ExitCode, inner.Message);
}
