using System.Diagnostics;

[assembly: AssemblyFixture(typeof(StataRuns.Clients.Tests.Clients.NodePrograms))]

namespace StataRuns.Clients.Tests.Clients;

/// <summary>
/// Node and the npm packages, got once before the first test where they are missing. Where they cannot be had, each test that
/// wants them fails with the reason.
/// </summary>
public sealed class NodePrograms : IAsyncLifetime
{
    private static string? _node;
    private static string? _missing;

    /// <summary>The folder with the clients' programs and their packages.</summary>
    public static string Folder { get; } = Path.Combine(Built.Repository, "tests", "Clients.Tests", "Programs");

    /// <summary>Node's path.</summary>
    /// <exception cref="InvalidOperationException">It is not here; the message says why.</exception>
    public static string Node => _node ?? throw new InvalidOperationException(_missing ?? "Nobody has looked for Node yet.");

    public async ValueTask InitializeAsync()
    {
        using var get = Process.Start(new ProcessStartInfo(Path.Combine(Built.Repository, "tests", "Node", "get.sh"), [Folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        get.StandardInput.Close();
        var error = get.StandardError.ReadToEndAsync(CancellationToken.None);
        var path = (await get.StandardOutput.ReadToEndAsync(CancellationToken.None)).Trim();
        await get.WaitForExitAsync(CancellationToken.None);
        (_node, _missing) = get.ExitCode == 0 ? (path, null) : ((string?)null, (await error).Trim());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
