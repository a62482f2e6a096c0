using System.CommandLine;
using System.Globalization;
using Npgsql;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Storage;

namespace StataRuns.Silo.Cli;

/// <summary>
/// <c>drain</c>: a host takes no new runs; those it has go on to their end. For a newer version this is not needed (runs outlive
/// their silo), but for a machine that will be switched off.
/// </summary>
internal static class DrainVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var host = new Option<string?>("--host") { Description = "The host; left out: the one of this machine's settings." };
        var undo = new Option<bool>("--undo") { Description = "Take new runs again." };
        var wait = new Option<bool>("--wait") { Description = "Wait until nothing runs or waits there any more." };
        var verb = new Command("drain", "Let a host take no new runs; those it has go on to their end.") { host, undo, wait };
        verb.TreatUnmatchedTokensAsErrors = false; // settings: --StataRuns:Key=value
        verb.SetAction((parsed, cancellation) =>
            RunAsync(parsed.UnmatchedTokens, parsed.GetValue(host), !parsed.GetValue(undo), parsed.GetValue(wait), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> arguments, string? named, bool drain, bool wait, CancellationToken cancellation)
    {
        SettingArguments.Check(arguments);
        var reader = new SettingsReader(ConfigurationSources.Read(arguments));
        var cluster = reader.Cluster() ?? throw new ConfigurationException("StataRuns:Cluster:ConnectionString is not set: there is no cluster to ask.");
        var name = named ?? HostFile.NameIn(reader.Host(standIn: false));
        using var source = PostgresSource.Create(cluster);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        try
        {
            var names = await new ClusterRegistry(source, new SqlText("postgresql"), TimeProvider.System).NamesAsync(cancellation);
            if (!names.Contains(name))
            {
                throw new StartException($"There is no host \"{name}\" in this cluster; the hosts are {string.Join(", ", names)}. Name one with --host.");
            }

            builder.AddStataRunsClient(ClusterIdentity.Of(cluster, source), cluster, source);
            using var client = builder.Build();
            await client.StartAsync(cancellation);
            var host = client.Services.GetRequiredService<IGrainFactory>().GetGrain<IHostGrain>(name);
            var pulse = await host.DrainAsync(drain);
            Say(name, pulse);
            while (wait && drain && pulse.Running + pulse.Queued > 0)
            {
                await Task.Delay(Look, cancellation);
                var now = await host.PulseAsync();
                if (now != pulse)
                {
                    Say(name, now);
                }

                pulse = now;
            }

            await client.StopAsync(cancellation);
            return 0;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw new StartException($"Host {name} does not answer: {e.Message.ReplaceLineEndings(" ")}");
        }
        catch (SchemaException e)
        {
            throw new StartException(e.Message);
        }
        catch (NpgsqlException e)
        {
            throw new StartException(DatabaseTrouble.Of(e) ?? $"The database cannot be asked: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Say(string name, HostPulse pulse) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"Host {name} {(pulse.IsDraining ? "takes no new runs" : "takes new runs")}: {pulse.Running} run, {pulse.Queued} wait."));
}
