using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>The Dockerfile has what the compose file takes from it.</summary>
public sealed class ImageSpecs
{
    private readonly ImageFile _images = new();

    [Fact(Timeout = 30_000)]
    public void Every_image_of_the_compose_file_is_a_stage_of_the_Dockerfile()
    {
        var targets = ComposeFile.Read(new Dictionary<string, string>()).Services.Values.Select(service => service.Target).OfType<string>().Distinct().Order();
        Assert.Equal(["gateway", "silo"], targets);
        Assert.All(targets, target => Assert.Contains(target, _images.Stages));
    }

    [Fact(Timeout = 30_000)]
    public void What_is_copied_into_an_image_is_there_and_is_not_ignored()
    {
        var ignored = File.ReadAllLines(Path.Combine(Built.Repository, ".dockerignore"));
        foreach (var (from, source) in _images.Stages.SelectMany(_images.Copies))
        {
            if (from is not null)
            {
                Assert.Contains(from, _images.Stages);
                continue;
            }

            Assert.True(Path.Exists(Path.Combine(Built.Repository, source)), source);
            Assert.True(source == "." || ignored.Contains($"!{source}"), $"{source} is in an ignored folder");
        }

        // What a machine's user added must not get into an image that goes elsewhere.
        Assert.Contains("secrets/", ignored);
        Assert.Contains(".env", ignored);
    }
}
