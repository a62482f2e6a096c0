using System.Runtime.InteropServices;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Tests;

/// <summary>A run can put anything into its folder: reading it waits for nothing and follows nothing, and writing a record comes through.</summary>
public sealed partial class AttemptFileSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sr-file-").FullName;

    private string Target => Path.Combine(_root, "exit.json");

    public static TheoryData<string> Obstacles => ["pipe", "link", "dangling link", "folder", "full folder", "endless device"];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory(Timeout = 20_000)]
    [MemberData(nameof(Obstacles))]
    public Task What_is_no_ordinary_file_is_a_record_that_is_missing(string obstacle)
    {
        Put(obstacle, Target);

        Assert.Null(DurableFile.TryRead(Target, RunnerJson.Default.ExitRecord));
        Assert.Null(AttemptFile.TryOpen(Target));
        Assert.Equal(0, AttemptFile.Length(Target));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 20_000)]
    [InlineData("pipe")]
    [InlineData("link")]
    [InlineData("dangling link")]
    [InlineData("endless device")]
    public async Task A_record_takes_the_place_of_whatever_lies_there_and_nothing_is_written_through_it(string obstacle)
    {
        Put(obstacle, Target);
        Put(obstacle, Target + ".new");

        DurableFile.Replace(Target, Record(), RunnerJson.Default.ExitRecord);

        Assert.Equal("n", DurableFile.TryRead(Target, RunnerJson.Default.ExitRecord)?.Nonce);
        Assert.False(File.Exists(Path.Combine(_root, "nothing")));
        if (obstacle == "link")
        {
            Assert.Equal("another file", await File.ReadAllTextAsync(Path.Combine(_root, "other"), TestContext.Current.CancellationToken));
        }
    }

    [Theory(Timeout = 20_000)]
    [MemberData(nameof(Obstacles))]
    public Task A_claim_is_lost_to_whatever_lies_in_its_place(string obstacle)
    {
        Put(obstacle, Target);

        Assert.False(DurableFile.TryCreate(Target, Record(), RunnerJson.Default.ExitRecord));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_lock_is_held_or_free_or_cannot_be_told()
    {
        var folder = new AttemptFolder(_root);
        Assert.Equal(AttemptLockAnswer.Free, AttemptLock.Ask(folder));
        using (AttemptLock.TryTake(folder))
        {
            Assert.Equal(AttemptLockAnswer.Held, AttemptLock.Ask(folder));
        }

        Assert.Equal(AttemptLockAnswer.Free, AttemptLock.Ask(folder));
        foreach (var obstacle in (string[])["pipe", "link", "folder"])
        {
            Remove(folder.Lock);
            Put(obstacle, folder.Lock);
            Assert.Equal(AttemptLockAnswer.Unknown, AttemptLock.Ask(folder));
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task That_there_is_nothing_and_that_it_cannot_be_said_are_two_answers()
    {
        Assert.Equal(FileEntryAnswer.Absent, FileStatus.TryAsk(Target, out _));
        Assert.Equal(FileEntryAnswer.Absent, FileStatus.TryAsk(Path.Combine(_root, "no", "folder"), out _));
        Assert.Equal(FileEntryAnswer.Unknown, FileStatus.TryAsk(Path.Combine(_root, new string('x', 300)), out _));
        Put("dangling link", Target);
        Assert.Equal(FileEntryAnswer.There, FileStatus.TryAsk(Target, out var status));
        Assert.Equal(FileEntryKind.Link, status.Kind);
        return Task.CompletedTask;
    }

    private void Put(string obstacle, string path)
    {
        switch (obstacle)
        {
            case "pipe":
                Assert.Equal(0, MakePipe(path, 0x180));
                break;
            case "link":
                File.WriteAllText(Path.Combine(_root, "other"), "another file");
                File.CreateSymbolicLink(path, Path.Combine(_root, "other"));
                break;
            case "dangling link":
                File.CreateSymbolicLink(path, Path.Combine(_root, "nothing"));
                break;
            case "endless device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                Directory.CreateDirectory(path);
                if (obstacle == "full folder")
                {
                    File.WriteAllText(Path.Combine(path, "x"), "x");
                }

                break;
        }
    }

    private static void Remove(string path)
    {
        File.Delete(path);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static ExitRecord Record() => new() { Nonce = "n", Cause = EndCause.Exited, EndedAt = DateTimeOffset.UnixEpoch };

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
