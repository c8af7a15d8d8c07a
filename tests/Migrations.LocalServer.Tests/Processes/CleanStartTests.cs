using Migrations.LocalServer.Errors;
using System.Diagnostics;
using Migrations.LocalServer.Processes;

namespace Migrations.LocalServer.Tests.Processes;

public sealed class CleanStartTests
{
    [Test]
    public void No_process_of_the_local_server_gets_to_see_the_connection_string()
    {
        var start = new ProcessStartInfo("env");
        start.Environment[LocalServerCures.ConnectionVariable] = "mongodb://user:secret@shop.example";
        start.Environment["OTHER"] = "stays";

        var clean = CleanStart.Without(start);

        Assert.That(clean.Environment.Keys, Has.None.StartsWith(LocalServerCures.ConnectionVariable));
        Assert.That(clean.Environment["OTHER"], Is.EqualTo("stays"));
    }

    [Test]
    [NonParallelizable]
    public async Task A_program_that_is_run_does_not_inherit_it()
    {
        Environment.SetEnvironmentVariable(LocalServerCures.ConnectionVariable, "mongodb://user:secret@shop.example");
        try
        {
            var run = await ProcessRun.RunAsync("env", [], CancellationToken.None);

            Assert.That(run.Output, Does.Contain("PATH=").And.Not.Contain("secret"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(LocalServerCures.ConnectionVariable, null);
        }
    }
}
