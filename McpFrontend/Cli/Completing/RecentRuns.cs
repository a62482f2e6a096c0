using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Servers;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Completing;

/// <summary>The runs whose ids somebody may want to type.</summary>
internal interface IRecentRuns
{
    /// <summary>Their ids, newest first.</summary>
    Task<IReadOnlyList<Candidate>> ListAsync();
}

/// <summary>
/// Asks the running service, for as long as a person does not notice; where none runs, or it is slow, the run folders tell the
/// ids. Whatever is wrong, there is nothing to say: somebody is in the middle of a word.
/// </summary>
/// <param name="typed">The command line so far: it chooses the data folder.</param>
internal sealed class RecentRuns(GivenArguments typed) : IRecentRuns
{
    private const int Most = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Candidate>> ListAsync()
    {
        try
        {
            var configuration = ConfigurationSources.Read([.. typed.Settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
            var folderKey = $"{ConfigurationKey.Section}:{ConfigurationKeys.DataDirectory.Name}";
            var withStandIn = typed.Verb.Contains("--stand-in");
            if (ServerChoice.OfUser().Choose(Server(), typed.Verb.Contains(ServerAddress.AllowHttp), withStandIn || configuration[folderKey] is { Length: > 0 }) is { } server)
            {
                return await AskAsync(server.Place, server.Key) ?? [];
            }

            // The places in which a verb looks for the run that it is given. Behind the word that is being typed the line is not known.
            var places = (withStandIn ? (IReadOnlyList<bool>)[true] : [false, true])
                .Select(standIn => ServiceSettingsReader.Read(configuration, standIn))
                .DistinctBy(settings => settings.Host.DataDirectory)
                .ToList();
            var runs = await Task.WhenAll(places.Select(async place => await AskAsync(place) ?? Folders(place)));
            return [.. runs.SelectMany(found => found).OrderByDescending(run => run.Text, StringComparer.Ordinal).Take(Most)];
        }
        catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string? Server()
    {
        var place = typed.Verb.ToList().IndexOf(ServerChoice.Option);
        return place >= 0 && place + 1 < typed.Verb.Count ? typed.Verb[place + 1]
            : typed.Verb.FirstOrDefault(word => word.StartsWith(ServerChoice.Option + "=", StringComparison.Ordinal))?[(ServerChoice.Option.Length + 1)..];
    }

    private static Task<IReadOnlyList<Candidate>?> AskAsync(ServiceSettings settings) => RunningService.Find(settings) is { } service
        ? AskAsync(new ServicePlace(service), settings.Token ?? TokenFile.TryRead(settings.TokenFile))
        : Task.FromResult<IReadOnlyList<Candidate>?>(null);

    private static async Task<IReadOnlyList<Candidate>?> AskAsync(ServicePlace service, string? token)
    {
        using var plain = new ServiceHttp(service, token);
        using var bounded = new CancellationTokenSource(Patience);
        try
        {
            var names = await plain.GetAsync("/runs/names", McpJson.Default.NamesJson, bounded.Token);
            return [.. names.Runs.Select(run => new Candidate(run.RunId, Path.GetFileName(FileLabel.Of(run.FilePath))))];
        }
        catch (Exception e) when (e is OperationCanceledException or ToolRefusedException or CliException || ServiceLoss.Is(e))
        {
            return null;
        }
    }

    /// <summary>Ids sort by time.</summary>
    private static IReadOnlyList<Candidate> Folders(ServiceSettings settings) =>
        [.. new RunFolders(settings.Host).With("", Most).Select(name => new Candidate(name, ""))];
}
