return await StataRuns.Silo.Cli.CommandLine.RunAsync(args);
