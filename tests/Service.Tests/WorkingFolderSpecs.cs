using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>Where a run runs: its working folder, what lies above it, and its temporary folder.</summary>
public sealed class WorkingFolderSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Without_a_working_folder_a_do_file_runs_in_its_project_where_the_service_is_set_so()
    {
        var code = Directory.CreateDirectory(Path.Combine(_folder.Work, "p", "code", "deep")).FullName;
        var project = Path.Combine(_folder.Work, "p");
        await File.WriteAllTextAsync(Path.Combine(project, "paper.stpr"), "", TestContext.Current.CancellationToken);
        var file = Path.Combine(code, "main.do");
        await File.WriteAllTextAsync(file, "display \"in `c(pwd)'\"\n", TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync(_folder, ["Runs:WorkingDir=project"]);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(file, ("wait", 30));
        Assert.Equal(project, run.GetProperty("working_dir").GetString());
        Assert.Equal(project, Folder(await client.LogAsync(run.RunId())));
        var own = await client.RunFileAsync(file, ("wait", 30), ("working_dir", code));
        Assert.Equal(code, own.GetProperty("working_dir").GetString());

        // Outside a project: the do-file's own.
        var lone = await client.RunFileAsync(_folder.DoFile("lone.do", "display 1"), ("wait", 30));
        Assert.Equal(_folder.Work, lone.GetProperty("working_dir").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_lies_above_the_working_folder_is_named_with_the_working_dir_that_finds_it()
    {
        var project = Directory.CreateDirectory(Path.Combine(_folder.Work, "p")).FullName;
        Directory.CreateDirectory(Path.Combine(project, "data"));
        var code = Directory.CreateDirectory(Path.Combine(project, "code")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "data", "x y.csv"), "a\n1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(code, "main.do"), "import delimited \"data/x y.csv\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(code, "none.do"), "import delimited \"data/z.csv\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(code, "moves.do"), "cd /tmp\nimport delimited \"data/x y.csv\"\n", TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var failed = await client.RunFileAsync(Path.Combine(code, "main.do"), ("wait", 30));
        Assert.Equal(601, failed.GetProperty("return_code").GetInt32());
        Assert.Contains($"data/x y.csv was looked for in the working folder {code}, where it is not; {project} has it: working_dir \"{project}\" finds it.", Notes(failed), StringComparison.Ordinal);

        // It is true: with that folder it is found.
        Assert.Equal("succeeded", (await client.RunFileAsync(Path.Combine(code, "main.do"), ("wait", 30), ("working_dir", project))).Status());
        foreach (var other in (string[])["none.do", "moves.do"])
        {
            var run = await client.RunFileAsync(Path.Combine(code, other), ("wait", 30));
            Assert.Equal(601, run.GetProperty("return_code").GetInt32());
            Assert.DoesNotContain("working_dir", Notes(run), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("STATATMP")]
    [InlineData("TMPDIR")]
    public async Task The_temporary_folder_is_made_where_its_user_wants_such_files_and_gone_at_every_end(string variable)
    {
        var place = Directory.CreateDirectory(Path.Combine(_folder.Work, "scratch")).FullName;
        await File.WriteAllTextAsync(Path.Combine(place, "stataruns-of-somebody"), "kept", TestContext.Current.CancellationToken);
        var note = Path.Combine(_folder.Work, "where");
        var file = _folder.DoFile("main.do", $"shell mkdir -p \"\\$TMPDIR/a\" && echo x > \"\\$TMPDIR/a/b\" && ln -s \"{_folder.Work}\" \"\\$TMPDIR/link\" && echo \"\\$STATATMP\" > \"{note}\"");
        var slow = _folder.Lines("slow.do", 3_000, pauseMilliseconds: 20);
        (string, object) environment = ("environment", new Dictionary<string, string> { [variable] = place });
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(file, ("wait", 30), environment);
        Assert.Equal("succeeded", run.Status());
        Assert.StartsWith(Path.Combine(place, "stataruns-" + run.RunId()), (await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken)).Trim(), StringComparison.Ordinal);
        Assert.Equal(["stataruns-of-somebody"], Left(place));
        Assert.True(File.Exists(file), "a link out of it is not followed");

        var cancelled = await client.RunFileAsync(slow, ("wait", 0), environment);
        await client.UntilAsync(cancelled.RunId(), "running");
        Assert.Equal(2, Left(place).Length);
        await client.CallAsync("stata_run_cancel", [("run_id", cancelled.RunId())]);
        await client.EndAsync(cancelled.RunId());
        Assert.Equal(["stataruns-of-somebody"], Left(place));
    }

    [Fact(Timeout = 90_000)]
    public async Task The_temporary_folder_goes_after_service_and_runner_were_killed()
    {
        var place = Directory.CreateDirectory(Path.Combine(_folder.Work, "scratch")).FullName;
        var slow = _folder.Lines("slow.do", 40, pauseMilliseconds: 50);
        string id;
        await using (var service = await RunningService.StartAsync(_folder, failAt: "runner.recorded:1"))
        {
            await using var client = await service.ConnectAsync();
            id = (await client.RunFileAsync(slow, ("wait", 0), ("environment", new Dictionary<string, string> { ["STATATMP"] = place }))).RunId();
            await Eventually.TrueAsync(() => _folder.Starts == 1, "the process began");
            Assert.Single(Left(place));
            await service.KillAsync();
        }

        await using var next = await RunningService.StartAsync(_folder);
        await using var reader = await next.ConnectAsync();
        Assert.Equal("succeeded", (await reader.EndAsync(id)).Status());
        Assert.Empty(Left(place));
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_no_folder_can_be_made_the_data_folder_is_taken_and_the_run_says_so()
    {
        var nowhere = Path.Combine(_folder.Work, "nowhere");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(
            _folder.DoFile("main.do", "display 1"), ("wait", 30), ("environment", new Dictionary<string, string> { ["STATATMP"] = nowhere }));

        Assert.Equal("succeeded", run.Status());
        Assert.Contains($"made in the data folder: STATATMP is {nowhere}, but no folder can be made there", Notes(run), StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    private static string[] Left(string place) => [.. Directory.EnumerateFileSystemEntries(place).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>The folder that a do-file displayed, in one piece.</summary>
    private static string Folder(string log) =>
        log.Replace("\n> ", "", StringComparison.Ordinal).Split('\n').First(line => line.StartsWith("in ", StringComparison.Ordinal))["in ".Length..];

    private static string Notes(JsonElement run) => string.Join('\n', run.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
}
