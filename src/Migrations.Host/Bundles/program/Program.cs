return await Migrations.Host.Program.RunAsync(args).ConfigureAwait(false);
