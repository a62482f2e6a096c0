using StataRuns.StandIn.Data;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Data;

public sealed class StorageTypeSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_float_keeps_single_precision_only() => Bounded.Run(() =>
    {
        Assert.Equal((float)0.1, StorageType.Float.Store(0.1));
        Assert.NotEqual(0.1, StorageType.Float.Store(0.1));
        Assert.Equal(16_777_216, StorageType.Float.Store(16_777_217));
        Assert.Equal(0.1, StorageType.Double.Store(0.1));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("byte", 100, true)]
    [InlineData("byte", 101, false)]
    [InlineData("int", 32_740, true)]
    [InlineData("int", 32_741, false)]
    [InlineData("long", 2_147_483_620, true)]
    [InlineData("long", 2_147_483_621, false)]
    [InlineData("float", 1e38, true)]
    [InlineData("float", 1.8e38, false)]
    public Task The_ranges_are_Statas(string type, double value, bool isHeld) =>
        Bounded.Run(() => Assert.Equal(isHeld, StorageType.Parse(type)!.Value.Holds(value)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("byte", 101, "int")]
    [InlineData("byte", 40_000, "long")]
    [InlineData("byte", 0.5, "float")]
    [InlineData("int", 3e9, "double")]
    [InlineData("float", 1e40, "double")]
    public Task A_value_that_does_not_fit_promotes_its_variable(string type, double value, string promoted) =>
        Bounded.Run(() => Assert.Equal(promoted, StorageType.Parse(type)!.Value.PromotedFor(value).ToString()));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("integer")]
    [InlineData("str0")]
    [InlineData("str2046")]
    [InlineData("strx")]
    public Task What_is_no_type_is_refused(string text) => Bounded.Run(() => Assert.Null(StorageType.Parse(text)));
}
