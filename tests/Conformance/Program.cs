using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StataRuns.Configuration;
using StataRuns.Conformance.Fixtures;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;
using StataRuns.Storage;

// The service as it is, its door and its tools included, with the suite's own tools beside ours and no Stata behind.
// Started by run.sh, with the folder for its data as the only argument; says its address once it listens.
var host = new FakeHost();
var settings = new ServiceSettings
{
    Host = new HostSettings { DataDirectory = args[0], Host = FakeHost.Name, MaxConcurrent = 2, MaxOutputBytes = 1L << 30 },
    Urls = "http://127.0.0.1:0",
    Auth = AuthMode.None, // the suite has no way to send a token

    // Should its starter be killed, it does not stay behind.
    IdleShutdown = TimeSpan.FromMinutes(1),
};
using var sockets = ListenSockets.Bind(ListenAddress.Parse(settings.Urls), mayMove: false);
await using var app = ServiceComposition.Build(settings, token: null, sockets, builder =>
{
    builder.Services.AddSingleton<IRunGrains>(host);
    builder.Services.AddSingleton<IRunDirectory>(host);
    builder.Services.AddFixtures();
});
await app.StartAsync();
var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
await Console.Out.WriteLineAsync($"{address}{McpComposition.Path}");
await app.WaitForShutdownAsync();
