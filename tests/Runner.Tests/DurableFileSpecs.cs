using System.Text;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Tests;

public sealed class DurableFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sr-file-").FullName;

    private string Target => Path.Combine(_folder, "exit.json");

    private static ExitRecord Record(int status) =>
        new() { Nonce = "n", Cause = EndCause.Exited, ExitStatus = status, EndedAt = DateTimeOffset.UnixEpoch };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task Of_many_that_create_at_once_one_succeeds()
    {
        for (var race = 0; race < 100; race++)
        {
            var path = Path.Combine(_folder, $"{race}.json");
            using var gate = new Barrier(4);
            var won = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(
                () =>
                {
                    gate.SignalAndWait(TestContext.Current.CancellationToken);
                    return DurableFile.TryCreate(path, Record(i), RunnerJson.Default.ExitRecord);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Single(won, true);
            Assert.Equal(Array.IndexOf(won, true), DurableFile.TryRead(path, RunnerJson.Default.ExitRecord)!.ExitStatus);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reader_sees_the_old_or_the_new_content_and_never_a_half_one()
    {
        DurableFile.Replace(Target, Record(0), RunnerJson.Default.ExitRecord);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                var reads = 0;
                while (!stop.IsCancellationRequested || reads == 0)
                {
                    Assert.NotNull(DurableFile.TryRead(Target, RunnerJson.Default.ExitRecord));
                    reads++;
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 1; i <= 200; i++)
        {
            DurableFile.Replace(Target, Record(i), RunnerJson.Default.ExitRecord);
        }

        await stop.CancelAsync();
        await reader;
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"nonce\":\"n\",\"cau")]
    [InlineData("{\"nonce\":\"n\"}")]
    public void A_torn_record_is_none(string content)
    {
        File.WriteAllText(Target, content);

        Assert.Null(DurableFile.TryRead(Target, RunnerJson.Default.ExitRecord));
        Assert.Null(DurableFile.TryRead(Path.Combine(_folder, "nothing", "exit.json"), RunnerJson.Default.ExitRecord));
    }

    [Fact]
    public void Records_are_one_line_of_snake_case_without_what_does_not_apply()
    {
        DurableFile.Replace(Target, new ExitRecord { Nonce = "n", Cause = EndCause.EndedUnseen, EndedAt = DateTimeOffset.UnixEpoch }, RunnerJson.Default.ExitRecord);

        Assert.Equal(
            """{"nonce":"n","cause":"ended_unseen","ended_at":"1970-01-01T00:00:00+00:00","output_bytes":0,"console_bytes":0}""",
            File.ReadAllText(Target, Encoding.UTF8));
    }
}
