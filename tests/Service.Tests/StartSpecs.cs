namespace StataRuns.Service.Tests;

/// <summary>Runs start wherever their folders are, and whatever the user's <c>profile.do</c> does.</summary>
public sealed class StartSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData("data", "work")]
    [InlineData("two words", "of two words")]
    [InlineData("$HOME", "$x and ${y}")]
    [InlineData("`pwd'", "`=1+1'")]
    [InlineData("the \"data\"", "the \"work\"")]
    [InlineData("it's", "Zoë's")]
    [InlineData("back\\slash", "a\\$b")]
    [InlineData("数据", "研究 数据")]
    public async Task A_profile_that_changes_the_folder_and_says_something_changes_nothing(string data, string work)
    {
        using var folder = new DataFolder(data, work);
        using var home = new Home("cd /\nnoisily display \"hello from the profile\"\nnosuchcommand\n");
        var file = Path.Combine(folder.Work, $"{work}.do");
        await File.WriteAllTextAsync(file, "display \"begun\"\ndisplay \"done\"\n", TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync(folder, launcher: home.Launcher);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(file, ("wait", 60));

        Assert.True(run.Status() == "succeeded", run.ToString());
        Assert.Equal(0, run.GetProperty("return_code").GetInt32());
        Assert.Equal(100, run.GetProperty("progress").GetProperty("percent").GetDouble());
        var text = run.GetProperty("text").GetString()!;
        Assert.Contains("\nhello from the profile\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\ndone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("begin.do", text, StringComparison.Ordinal);
        Assert.DoesNotContain("output.do", text, StringComparison.Ordinal);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder.Work));

        // The log is in the attempt's folder, under both of its names.
        var runs = Path.Combine(folder.Data, "runs", run.RunId());
        Assert.Contains("done", await File.ReadAllTextAsync(Path.Combine(runs, "attempt-1", "output.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("done", await File.ReadAllTextAsync(Path.Combine(runs, "output-1.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_profile_beside_the_do_file_is_not_read()
    {
        using var folder = new DataFolder();
        using var home = new Home("noisily display \"the user's\"\n");
        await File.WriteAllTextAsync(Path.Combine(folder.Work, "profile.do"), "noisily display \"the project's\"\n", TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync(folder, launcher: home.Launcher);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(folder.DoFile("main.do", "display \"done\""), ("wait", 60));

        var text = run.GetProperty("text").GetString()!;
        Assert.Contains("the user's", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the project's", text, StringComparison.Ordinal);
    }

    /// <summary>What is placed outside of the data folder for a start goes with the run.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Nothing_of_a_deleted_run_stays_where_its_start_was_named()
    {
        using var folder = new DataFolder("$data");
        await using var service = await RunningService.StartAsync(folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(folder.DoFile("main.do", "display 1"), ("wait", 60));
        Assert.Equal("succeeded", run.Status());
        var outside = (await File.ReadAllTextAsync(Path.Combine(folder.Data, "control-folder"), TestContext.Current.CancellationToken)).Trim();
        Assert.Single(Directory.EnumerateFiles(outside, "output.do", SearchOption.AllDirectories));

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{service.Url}/runs/{run.RunId()}");
        request.Headers.Authorization = new("Bearer", service.Token);
        (await http.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await Eventually.TrueAsync(() => !Directory.EnumerateFiles(outside, "output.do", SearchOption.AllDirectories).Any(), "the copy is gone", seconds: 20);
    }

    /// <summary>A user's home folder with a <c>profile.do</c> where Stata looks for it.</summary>
    private sealed class Home : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-home-").FullName;

        public Home(string profile) =>
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "ado", "personal")).FullName, "profile.do"), profile);

        /// <summary>Starts the service in it.</summary>
        public string[] Launcher => ["/usr/bin/env", $"HOME={_folder}"];

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
