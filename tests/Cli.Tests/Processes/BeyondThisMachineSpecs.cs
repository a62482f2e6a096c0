using System.Net;
using StataRuns.Hosts.Transport;
using StataRuns.McpFrontend.Security;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program on an address that others could reach, in a network of its own that nobody else is in.</summary>
public sealed class BeyondThisMachineSpecs
{
    private const string Address = "10.77.0.1";
    private const string Name = "stata.example.org";

    [Theory(Timeout = 60_000)]
    [InlineData("http://*:4000", "http://10.77.0.1:4000")]
    [InlineData("http://0.0.0.0:4000", "http://10.77.0.1:4000")]
    [InlineData("http://10.77.0.1:4000;http://127.0.0.1:4000", "http://10.77.0.1:4000")]
    [InlineData("https://*:4443;http://127.0.0.1:4000", "https://10.77.0.1:4443")]
    public async Task With_keys_and_a_proxy_or_a_certificate_others_reach_it_by_its_names(string urls, string outside)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A network of one's own takes root on Linux.");
        await using var bench = new Bench();
        var key = ApiKey.Make();
        var isTls = outside.StartsWith("https", StringComparison.Ordinal);
        List<string> settings =
        [
            "serve", "--urls", urls, "--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:ApiKeys:ann={key.Digest}", $"--StataRuns:Http:Names={Name},{Address}",
            .. isTls
                ? (string[])[$"--StataRuns:Http:Certificate={bench.DoFile("http.pem", "")}", $"--StataRuns:Http:CertificateKey={bench.DoFile("http.key", "")}"]
                : ["--StataRuns:Http:TrustProxy=10.77.0.2"],
        ];
        if (isTls)
        {
            using var authority = ClusterAuthority.Make(DateTimeOffset.UtcNow);
            var (certificate, privateKey) = authority.Issue(Name, [IPAddress.Parse(Address)], DateTimeOffset.UtcNow);
            bench.DoFile("http.pem", certificate);
            bench.DoFile("http.key", privateKey);
            bench.DoFile("ca.pem", authority.Pem);
        }

        var said = await bench.ShellAsync("unshare", ["--net", "sh", "-c", Script, "sh", outside, key.Text, Path.Join(Bench.ProgramFolder, "stataruns"), bench.ServiceFile, .. settings]);

        // With the key, by a wrong name, without a key, by the name behind a proxy; then the machine's own terminal.
        Assert.Equal(["200", "400", "401", "200", "0"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(5));
    }

    private const string Script = """
        set -e
        url=$1 key=$2 program=$3 record=$4
        shift 4
        ip link set lo up
        ip addr add 10.77.0.1/24 dev lo
        "$program" "$@" >&2 &
        service=$!
        trap 'kill $service' EXIT
        while [ ! -e "$record" ]; do kill -0 $service; sleep 0.05; done
        ask() { curl -s -o /dev/null -w '%{http_code}\n' --cacert ca.pem "$@"; }
        [ -e ca.pem ] || : > ca.pem
        ask -H "Authorization: Bearer $key" "$url/service"
        ask -H "Authorization: Bearer $key" -H "Host: evil.example" "$url/service"
        ask "$url/service"
        ask -H "Authorization: Bearer $key" -H "Host: stata.example.org" "$url/service"
        code=0
        "$program" status >&2 || code=$?
        echo $code
        """;
}
