using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Grains.Tests.Storage;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

/// <summary>What a kill between folder and first state leaves behind goes; what anybody could miss stays.</summary>
public sealed class AbandonedFolderSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Database _database = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly HostSettings _settings;
    private readonly AbandonedFolders _abandoned;

    public AbandonedFolderSpecs()
    {
        _settings = new HostSettings { DataDirectory = _folder["data"], Host = "lab", MaxConcurrent = 1, MaxOutputBytes = 1 };
        _abandoned = new AbandonedFolders(_settings, _database.Runs, _time, NullLogger<AbandonedFolders>.Instance);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task A_folder_without_a_run_goes_if_nothing_but_a_do_file_is_in_it()
    {
        var empty = Make(Start.AddMinutes(-5));
        var text = Make(Start.AddDays(-3), "submitted.do");
        var torn = Make(Start.AddMinutes(-5), "submitted.do.new");
        var ran = Make(Start.AddMinutes(-5), "submitted.do", "attempt-1/output.log");
        var kept = Make(Start.AddMinutes(-5), "submitted.do", "output-1.log");
        var old = Make(Start.AddDays(-31), "submitted.do");
        var later = Make(Start.AddMilliseconds(1), "submitted.do");
        var known = Make(Start.AddMinutes(-5), "submitted.do");
        _database.Write(Database.Run(known.Text, RunStatus.Queued, Start) with { RunId = known }, null);
        var foreign = Directory.CreateDirectory(Path.Combine(_settings.RunsFolder, "notes")).FullName;

        await _abandoned.SweepAsync();

        Assert.All([empty, text, torn], id => Assert.False(Directory.Exists(RunFolder.Of(_settings, id).Path)));
        Assert.All([ran, kept, old, later, known], id => Assert.True(Directory.Exists(RunFolder.Of(_settings, id).Path)));
        Assert.True(Directory.Exists(foreign));
    }

    [Fact(Timeout = 20_000)]
    public async Task It_is_looked_for_once()
    {
        Directory.CreateDirectory(_settings.RunsFolder);
        await _abandoned.SweepAsync();
        var late = Make(Start.AddMinutes(-5), "submitted.do");

        await _abandoned.SweepAsync();

        Assert.True(Directory.Exists(RunFolder.Of(_settings, late).Path));
    }

    private RunId Make(DateTimeOffset at, params string[] files)
    {
        var id = RunId.New("lab", at);
        var folder = RunFolder.Of(_settings, id);
        Directory.CreateDirectory(folder.Path);
        foreach (var file in files.Select(name => Path.Combine(folder.Path, name)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "display 1");
        }

        return id;
    }
}
