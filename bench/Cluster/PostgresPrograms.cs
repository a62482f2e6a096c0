using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StataRuns.Bench.Cluster;

/// <summary>PostgreSQL's programs. Its server refuses to run as root, so that root starts it as another user.</summary>
internal static partial class PostgresPrograms
{
    private static readonly string? Home = Find();
    private static readonly bool IsRoot = EffectiveUser() == 0;

    /// <summary>What the results say where there is no server to be measured with; null where there is one.</summary>
    public static string? Missing { get; } = Home is null ? "PostgreSQL's server programs are not installed, skipped" : null;

    /// <summary>Starts one, as the user that owns the server.</summary>
    public static Process Start(string name, params string[] arguments)
    {
        string[] line = [.. IsRoot ? (string[])["setpriv", "--reuid", User, "--regid", User, "--clear-groups"] : [], Path.Combine(Home!, name), .. arguments];
        var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C" },
        })!;
        return process;
    }

    /// <summary>Runs one to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string name, string[] arguments, CancellationToken cancellation)
    {
        using var process = Start(name, arguments);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? said[0] : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {said[1]}");
    }

    /// <summary>Gives a folder to the user that owns the server.</summary>
    public static async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        if (IsRoot)
        {
            using var process = Process.Start("chown", [User, folder]);
            await process.WaitForExitAsync(cancellation);
        }
    }

    private static string User { get; } = Directory.Exists("/var/lib/postgresql") ? "postgres" : "nobody";

    private static string? Find()
    {
        string[] debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return debian.Select(version => Path.Combine(version, "bin")).OrderDescending(StringComparer.Ordinal)
            .Concat(Environment.GetEnvironmentVariable("PATH")!.Split(':'))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "psql")));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
