using Migrations.MSBuild.Processes;

namespace Migrations.MSBuild.Tests.Processes;

public sealed class BuildTermsTests
{
    [TestCase("Finish it: 'migrations migrate --to models@20260101000000'.", "Finish it: 'dotnet build -t:Migrate -p:MigrationTo=models@20260101000000'.")]
    [TestCase("'migrations rollback --tree models --distance 1'; or 'migrations status'", "'dotnet build -t:RollbackMigrations -p:MigrationTree=models -p:MigrationDistance=1'; or 'dotnet build -t:MigrationStatus'")]
    [TestCase("'migrations accept models@1 --as notApplied'", "'dotnet build -t:AcceptMigrations -p:MigrationAt=models@1 -p:MigrationAs=notApplied'")]
    [TestCase("'migrations stamp --force TREE@ID'", "'dotnet build -t:StampSchemaVersion -p:MigrationForce=true -p:MigrationAt=TREE@ID'")]
    [TestCase("Say it: 'init --at base', or '--at tree@ID'.", "Say it: 'dotnet build -t:InitialiseSchemaVersion -p:MigrationAt=base', or '-p:MigrationAt=tree@ID'.")]
    [TestCase("Create it: 'migrations new AddBaz'.", "Create it: 'dotnet build -t:NewMigration -p:MigrationName=AddBaz'.")]
    [TestCase("pass over with '--force', which is journaled", "pass over with '-p:MigrationForce=true', which is journaled")]
    [TestCase("Give it as '--option NAME=VALUE'.", "Give it as '-p:MigrationOption=NAME=VALUE'.")]
    [TestCase("--workers takes a number from 1 to 64, not '65'.", "-p:MigrationWorkers takes a number from 1 to 64, not '65'.")]
    public void A_cure_is_said_as_targets_and_properties(string text, string expected) => Assert.That(BuildTerms.Of(text, "migrate"), Is.EqualTo(expected));

    // What has no target, and what is not ours.
    [TestCase("know that it is dead: 'migrations unlock --force'")]
    [TestCase("'migrations migrate --help' shows what it takes")]
    [TestCase("as 'verify' names them")]
    [TestCase("Fetch it: 'git fetch --unshallow'")]
    [TestCase("The folder '/a--b' -- a dash")]
    public void What_a_build_cannot_do_stays_the_command_that_can(string text) => Assert.That(BuildTerms.Of(text, "migrate"), Is.EqualTo(text));
}
