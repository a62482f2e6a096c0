return await StataRuns.McpFrontend.Cli.CommandLine.RunAsync(args);
