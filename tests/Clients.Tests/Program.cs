using StataRuns.Clients.Tests.Clients;
using Xunit.Runner.InProc.SystemConsole;

// The C# SDK's client has to be a process of its own, as the others are, so that it can be killed: this program plays it.
return args is [CSharpClient.Word, var target] ? await CSharpClient.RunAsync(target) : await ConsoleRunner.Run(args);
