using System.Net;
using System.Net.Sockets;

namespace StataRuns.Bench.Peers;

/// <summary>A Slurm of one node and two processors, on loopback, with all its files in one folder.</summary>
internal static class SlurmConfiguration
{
    public static async Task<string> WriteAsync(string folder, string mungeSocket, string scheduler, CancellationToken cancellation)
    {
        var host = Environment.MachineName.Split('.')[0];
        var user = Environment.UserName;
        var path = Path.Combine(folder, "slurm.conf");
        await File.WriteAllTextAsync(path, $"""
            ClusterName=bench
            SlurmctldHost={host}(127.0.0.1)
            CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmUser={user}
            SlurmdUser={user}
            AuthType=auth/munge
            AuthInfo=socket={mungeSocket}
            CredType=cred/munge
            StateSaveLocation={folder}/state
            SlurmdSpoolDir={folder}/spool
            SlurmctldPidFile={folder}/slurmctld.pid
            SlurmdPidFile={folder}/slurmd.pid
            SlurmctldLogFile={folder}/slurmctld.log
            SlurmdLogFile={folder}/slurmd.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            MpiDefault=none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SlurmdParameters=config_overrides
            {scheduler}
            ReturnToService=2
            NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
            PartitionName=bench Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """, cancellation);
        return path;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
