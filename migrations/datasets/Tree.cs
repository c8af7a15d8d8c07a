using Migrations;

[assembly: MigrationTree("datasets", DefaultLine = "Integer", Description = "Datasets, where their files are and how they are tagged; known by integers or by UUIDs")]
