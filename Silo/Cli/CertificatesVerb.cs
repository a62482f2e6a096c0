using System.CommandLine;
using System.Security.Cryptography;
using StataRuns.Hosts;
using StataRuns.Hosts.Transport;

namespace StataRuns.Silo.Cli;

/// <summary>
/// <c>certificates DIR NAME…</c>: makes the cluster's authority, where there is none yet, and a certificate for each machine
/// that is named. Run on one machine, whose folder keeps the authority's key; the others get theirs and the authority's certificate.
/// </summary>
internal static class CertificatesVerb
{
    private const string AuthorityName = "ca";

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder for the files. It holds the authority's private key: keep it closed to other users." };
        var names = new Argument<string[]>("NAME") { Description = "The machines, by name or address, silos and gateways alike.", Arity = ArgumentArity.OneOrMore };
        names.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => token.Value).FirstOrDefault(name => !IsName(name)) is { } wrong)
            {
                result.AddError($"\"{wrong}\" is no machine's name or address, or is \"{AuthorityName}\", which is the authority's.");
            }
        });
        var verb = new Command("certificates", "Make certificates for TLS within the cluster.") { folder, names };
        verb.SetAction(async (parsed, cancellation) => await RunAsync(
            Path.GetFullPath(parsed.GetRequiredValue(folder)), [.. parsed.GetRequiredValue(names).Distinct(StringComparer.OrdinalIgnoreCase)], cancellation));
        return verb;
    }

    private static bool IsName(string name) =>
        Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && !name.StartsWith('-')
        && !name.Equals(AuthorityName, StringComparison.OrdinalIgnoreCase);

    private static async Task<int> RunAsync(string folder, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                MakePrivate(folder);
            }

            using var authority = Authority(folder, out var isNew);
            foreach (var name in names)
            {
                var (certificate, key) = authority.Issue(name, await MachineAddresses.OfAsync(name, cancellation), TimeProvider.System.GetUtcNow());
                PrivateFile.Write(Path.Join(folder, $"{name}.key"), key);
                PrivateFile.Write(Path.Join(folder, $"{name}.pem"), certificate);
            }

            Print(folder, names, isNew);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The certificates cannot be written: {e.Message}");
        }
    }

    private static ClusterAuthority Authority(string folder, out bool isNew)
    {
        var (certificate, key) = (Path.Join(folder, $"{AuthorityName}.pem"), Path.Join(folder, $"{AuthorityName}.key"));
        isNew = !File.Exists(certificate) && !File.Exists(key);
        if (isNew)
        {
            var made = ClusterAuthority.Make(TimeProvider.System.GetUtcNow());
            PrivateFile.Write(key, made.KeyPem());
            PrivateFile.Write(certificate, made.Pem);
            return made;
        }

        try
        {
            return ClusterAuthority.Read(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FileNotFoundException)
        {
            throw new StartException($"The authority in {folder} cannot be used: {certificate} and {key} must both be there and fit each other. Move both away for a new authority; then every machine needs new files.");
        }
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Print(string folder, IReadOnlyList<string> names, bool isNew)
    {
        Console.Out.WriteLine(isNew ? $"Made the cluster's authority in {folder} (10 years) and:" : $"By the authority in {folder}:");
        foreach (var name in names)
        {
            Console.Out.WriteLine($"  {name}.pem, {name}.key (825 days)");
        }

        Console.Out.WriteLine($"""
            Each machine, silo or gateway, gets its own two files and {AuthorityName}.pem, readable by the service's user only, and these settings:
              StataRuns__Cluster__Certificate=/…/NAME.pem
              StataRuns__Cluster__CertificateKey=/…/NAME.key
              StataRuns__Cluster__CertificateAuthority=/…/{AuthorityName}.pem
            {AuthorityName}.key stays here, or goes somewhere safer: whoever has it can join the cluster, and so run programs on all of its machines.
            """);
    }
}
