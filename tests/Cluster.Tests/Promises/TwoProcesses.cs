using System.Diagnostics;
using System.Text;
using StataRuns.Cluster.Tests;
using StataRuns.Runner.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>A silo and a gateway with a database between them, in as many lives as a test wants.</summary>
/// <param name="data">The silo's data folder.</param>
/// <param name="database">How they reach their database.</param>
internal sealed class TwoProcesses(string data, string database) : IDisposable
{
    private readonly int _siloPort = FreePorts.Next();
    private readonly int _gatewayPort = FreePorts.Next();
    private readonly StringBuilder _said = new();

    private Process? _silo;
    private Process? _gateway;
    private int _kills;

    public string Data => data;

    public string Database => database;

    /// <summary>The gateway's data folder, where its record is.</summary>
    public string GatewayData { get; } = data + "-gateway";

    public int SiloId => _silo!.Id;

    public int GatewayId => _gateway!.Id;

    /// <summary>Every life was an ordinary one, so that another test may have them next.</summary>
    public bool IsOrdinary { get; private set; } = true;

    public bool BothLive => Lives(_silo) && Lives(_gateway);

    /// <summary>What they said to their terminals, for a test that fails.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts what does not run.</summary>
    /// <param name="settings">As for a service.</param>
    /// <param name="failAt">Where the one that it is about, or a runner, dies.</param>
    /// <param name="launcher">What starts the silo.</param>
    /// <param name="keys">The gateway's.</param>
    public void Launch(string[] settings, string? failAt, string[] launcher, string[] keys)
    {
        IsOrdinary &= settings.Length == 0 && failAt is null && launcher.Length == 0;
        string[] common = [$"--StataRuns:Cluster:ConnectionString={database}", .. settings.Select(setting => $"--StataRuns:{setting}")];
        string[] engine = settings.Any(setting => setting.StartsWith("Stata:", StringComparison.Ordinal)) ? [] : ["--stand-in"];
        var ofGateway = failAt?.StartsWith("gateway.", StringComparison.Ordinal) == true;
        if (!Lives(_silo))
        {
            _silo = Start(ofGateway ? null : failAt, [
                .. launcher, Built.Silo, .. engine, "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={data}",
                "--StataRuns:Cluster:AdvertisedAddress=127.0.0.1", $"--StataRuns:Cluster:SiloPort={_siloPort}",
                $"--StataRuns:Cluster:GatewayPort={_gatewayPort}", .. common]);
        }

        if (!Lives(_gateway))
        {
            _gateway = Start(ofGateway ? failAt : null, [
                Built.Program, "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={GatewayData}", .. keys, .. common]);
        }
    }

    /// <summary>Waits for the death of either.</summary>
    public Task OneDiesAsync(CancellationToken cancellation) =>
        Task.WhenAny(_silo!.WaitForExitAsync(cancellation), _gateway!.WaitForExitAsync(cancellation)).Unwrap();

    /// <summary>As a power cut would: of the silo first, of the gateway the next time, then of both, and so on.</summary>
    public void KillNext()
    {
        IsOrdinary = false;
        var kill = _kills++ % 3;
        if (kill is 0 or 2)
        {
            Kill(ref _silo);
        }

        if (kill is 1 or 2)
        {
            Kill(ref _gateway);
        }
    }

    public void Kill()
    {
        Kill(ref _silo);
        Kill(ref _gateway);
    }

    public void Dispose() => Kill();

    private static bool Lives(Process? process) => process is { HasExited: false };

    private static void Kill(ref Process? process)
    {
        if (Lives(process))
        {
            process!.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
        process = null;
    }

    private Process Start(string? failAt, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove(FailPoint.Variable);
        if (failAt is not null)
        {
            start.Environment[FailPoint.Variable] = failAt;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.AppendLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
