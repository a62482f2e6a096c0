using System.Net;
using System.Net.Sockets;

namespace StataRuns.Silo.Cli;

/// <summary>The addresses of a machine, as they are known here.</summary>
internal static class MachineAddresses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>None where its name is not known here: a certificate is as good without.</summary>
    public static async Task<IReadOnlyList<IPAddress>> OfAsync(string name, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(name, out _))
        {
            return [];
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            return [.. (await Dns.GetHostAddressesAsync(name, bound.Token)).Distinct()];
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return [];
        }
    }
}
