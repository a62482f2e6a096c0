using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StataRuns.Cluster.Tests.Postgres;

/// <summary>The programs of a PostgreSQL server, and how they are started: they refuse to run as root.</summary>
internal static partial class PostgresPrograms
{
    // The server ends with whoever started it, however that went: its standard input closes then.
    private const string EndWithUs =
        "exec 3<&0; \"$@\" 3<&- & server=$!; { read -r line <&3; kill -QUIT $server; } > /dev/null 2>&1 & watch=$!; wait $server; ended=$?; kill $watch; exit $ended";

    private static readonly Lazy<string> Home = new(Find);

    /// <summary>The command line of a program.</summary>
    /// <param name="name">Such as <c>initdb</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="launcher">What it is started by, such as <c>ip netns exec NAME</c>.</param>
    /// <param name="endsWithUs">Has it end when its standard input closes.</param>
    public static ProcessStartInfo Start(string name, IEnumerable<string> arguments, IEnumerable<string>? launcher = null, bool endsWithUs = false)
    {
        string[] line =
        [
            .. launcher ?? [],
            .. IsRoot ? (string[])["setpriv", "--reuid", User, "--regid", User, "--clear-groups"] : [],
            .. endsWithUs ? (string[])["bash", "-c", EndWithUs, "postgres"] : [],
            Path.Combine(Home.Value, name), .. arguments,
        ];
        return new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C" },
        };
    }

    /// <summary>Runs one to its end.</summary>
    public static async Task RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(Start(name, arguments))!;
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {string.Concat(said)}");
        }
    }

    /// <summary>Gives a folder to the user that the server runs as.</summary>
    public static async Task OwnAsync(string folder)
    {
        if (IsRoot)
        {
            using var process = Process.Start("chown", [User, folder]);
            await process.WaitForExitAsync();
        }
    }

    private static string User { get; } = Directory.Exists("/var/lib/postgresql") ? "postgres" : "nobody";

    private static bool IsRoot { get; } = EffectiveUser() == 0;

    private static string Find() =>
        Directory.Exists("/usr/lib/postgresql")
            && Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() is { } debian
            ? debian
            : Environment.GetEnvironmentVariable("PATH")!.Split(':').FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
                ?? throw new InvalidOperationException("PostgreSQL's server programs are not here: tests/Postgres/get.sh gets them.");

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
