using CsCheck;
using StataRuns.Configuration;
using StataRuns.Runs;

namespace StataRuns.Cli.Tests.Configuration;

public sealed class HostNameSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("lab2", "lab2")]
    [InlineData("LAB2.example.org", "lab2")]
    [InlineData("Ann's MacBook", "ann-s-macbook")]
    [InlineData("--x__y--", "x-y")]
    [InlineData("机器", "host")]
    [InlineData("", "host")]
    public Task A_machine_s_name_becomes_a_slug(string name, string slug) => Bounded.Run(() => Assert.Equal(slug, HostName.Slug(name)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Whatever_the_machine_is_called_the_slug_may_stand_in_a_run_id() => Bounded.Run(() =>
        Gen.String.Sample(name => RunId.IsHost(HostName.Slug(name))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_long_name_is_cut_and_still_a_slug() => Bounded.Run(() =>
        Assert.Equal(new string('a', 62), HostName.Slug(new string('a', 62) + "-b")));
}
