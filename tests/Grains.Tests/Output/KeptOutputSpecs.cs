using System.Runtime.Versioning;
using StataRuns.Output;
using StataRuns.Runner.Protocol;

namespace StataRuns.Grains.Tests.Output;

/// <summary>What Stata wrote can be read by its second name, whatever the run does to the first one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeptOutputSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly string _kept;
    private readonly KeptOutput _output;

    public KeptOutputSpecs()
    {
        _path = _folder["output.log"];
        _kept = _folder["kept.log"];
        _output = new KeptOutput(_path, _kept);
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task What_is_written_into_the_file_is_read_by_either_name()
    {
        Assert.Equal(_kept, _output.Make());
        await File.WriteAllTextAsync(_path, "hello", TestContext.Current.CancellationToken); // as Stata does: truncated, and written into

        Assert.Equal("hello", Read());
        Assert.Equal(5, AttemptFile.Length(_kept));
        Assert.Null(_output.Tampering("log", 5));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_program_that_makes_its_file_anew_is_followed_to_the_new_one()
    {
        _output.Make();
        File.Delete(_path);
        await File.WriteAllTextAsync(_path, "hello", TestContext.Current.CancellationToken);

        Assert.Equal("hello", Read());
        _output.Hold();
        File.Delete(_path);
        await File.WriteAllTextAsync(_path, "something else", TestContext.Current.CancellationToken);

        Assert.Equal("hello", Read());
        Assert.Contains("was replaced by another file", _output.Tampering("log", 5), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_has_bytes_is_never_given_up_for_another()
    {
        _output.Make();
        await File.WriteAllTextAsync(_path, "hello", TestContext.Current.CancellationToken);
        File.Move(_path, _folder["elsewhere"]);
        await File.WriteAllTextAsync(_path, "something else", TestContext.Current.CancellationToken);
        _output.Hold();

        Assert.Equal("hello", Read());
    }

    [Fact(Timeout = 20_000)]
    public async Task A_link_in_its_place_is_never_followed_with_or_without_a_second_name()
    {
        await File.WriteAllTextAsync(_folder["secret"], "secret", TestContext.Current.CancellationToken);
        foreach (var hasSecond in (bool[])[true, false])
        {
            if (hasSecond)
            {
                _output.Make();
                await File.WriteAllTextAsync(_path, "hello", TestContext.Current.CancellationToken);
            }
            else
            {
                File.Delete(_kept);
            }

            File.Delete(_path);
            File.CreateSymbolicLink(_path, _folder["secret"]);
            _output.Hold();

            Assert.Equal(hasSecond ? "hello" : "", Read());
            Assert.Contains("symbolic link", _output.Tampering("log", 5), StringComparison.Ordinal);
            Assert.Contains(hasSecond ? "is kept: 5 bytes" : "5 bytes of it had been read and are lost", _output.Tampering("log", 5), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 20_000)]
    public Task A_file_that_never_had_a_byte_is_missed_by_nobody()
    {
        Assert.Null(_output.Tampering("log", 0));
        _output.Make();
        File.Delete(_path);
        Assert.Null(_output.Tampering("log", 0));
        return Task.CompletedTask;
    }

    private string Read() => System.Text.Encoding.UTF8.GetString(OutputFile.Read(_output.Find(), 0, 100, end: true).Bytes.Span);
}
