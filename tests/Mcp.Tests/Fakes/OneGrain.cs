using System.Reflection;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>A grain factory that gives one grain to whoever asks.</summary>
public class OneGrain : DispatchProxy
{
    private object? _grain;

    public static IGrainFactory Factory(object grain)
    {
        var factory = Create<IGrainFactory, OneGrain>();
        ((OneGrain)(object)factory)._grain = grain;
        return factory;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _grain;
}
