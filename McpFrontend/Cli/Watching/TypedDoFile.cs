using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>A do-file on standard input. The service keeps it, so that its run can be joined and run again like any other.</summary>
internal static class TypedDoFile
{
    /// <summary>How standard input is named where a file is expected.</summary>
    public const string Name = "-";

    /// <summary>What the service reads at most; a text of that length is a file's.</summary>
    private const int Longest = 4 << 20;

    /// <summary>Reads it and hands it in.</summary>
    /// <returns>The path of the do-file.</returns>
    /// <exception cref="CliException">There is none, or too much of it.</exception>
    public static async Task<string> StoreAsync(ServiceAccess access, CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            Say.Remark("Type the do-file; Ctrl-D at the start of a line ends it.");
        }

        using var text = new MemoryStream();
        await using (var input = Console.OpenStandardInput())
        {
            var buffer = new byte[64 * 1024];

            // A read of a terminal or a pipe cannot be called off; who lets go does not wait for it.
            while (await Task.Run(() => input.Read(buffer), CancellationToken.None).WaitAsync(cancellationToken) is > 0 and var count)
            {
                await text.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (text.Length > Longest)
                {
                    throw new CliException("Standard input holds more than 4 MiB: a do-file of that length is run from a file.", ExitCode.WrongUsage);
                }
            }
        }

        if (text.Length == 0)
        {
            throw new CliException("Standard input is empty: there is no do-file in it.", ExitCode.WrongUsage);
        }

        using var plain = await access.OpenAsync(cancellationToken);
        using var content = new ByteArrayContent(text.ToArray());
        return (await plain.SendAsync(HttpMethod.Post, "/standard-input", content, McpJson.Default.StoredJson, cancellationToken)).FilePath;
    }
}
