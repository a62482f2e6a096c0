using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Mcp.Calls;

namespace StataRuns.Mcp.Tests.Calls;

/// <summary>What counts as a call's key.</summary>
public sealed class CallKeyTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_new_key_is_read_again_and_is_never_the_same()
    {
        await Task.Yield();
        var key = CallKey.New();

        Assert.Equal(key, CallKey.Of(new JsonObject { [CallKey.Name] = key }));
        Assert.NotEqual(key, CallKey.New());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{}""")]
    [InlineData("""{"stataruns/call":null}""")]
    [InlineData("""{"stataruns/call":7}""")]
    [InlineData("""{"stataruns/call":""}""")]
    [InlineData("""{"stataruns/call":["00112233445566778899aabbccddeeff"]}""")]
    [InlineData("""{"stataruns/call":"00112233445566778899aabbccddeef"}""")]
    [InlineData("""{"stataruns/call":"00112233445566778899aabbccddeefff"}""")]
    [InlineData("""{"stataruns/call":"0011223344556677 899aabbccddeeff"}""")]
    [InlineData("""{"stataruns/call":"٠٠112233445566778899aabbccddeeff"}""")]
    public async Task Whatever_is_not_32_hexadecimal_digits_is_no_key(string meta)
    {
        await Task.Yield();
        Assert.Null(CallKey.Of(JsonNode.Parse(meta)!.AsObject()));
        Assert.Null(CallKey.Of(null));
    }
}
