using Microsoft.Extensions.DependencyInjection;

namespace StataRuns.Output.Copies;

/// <summary>Adds the copying of output to a silo, and the reading of the copies to a gateway.</summary>
internal static class CopyComposition
{
    /// <summary>A silo copies what its runs write.</summary>
    public static IServiceCollection AddOutputCopier(this IServiceCollection services) => services
        .AddSingleton<CopyTable>()
        .AddSingleton<CopiedFiles>()
        .AddSingleton<OutputCopier>()
        .AddSingleton<IOutputCopier>(provider => provider.GetRequiredService<OutputCopier>())
        .AddHostedService(provider => provider.GetRequiredService<OutputCopier>());

    /// <summary>A gateway reads what was copied.</summary>
    public static IServiceCollection AddStoredOutput(this IServiceCollection services) => services.AddSingleton<IStoredOutput, StoredOutput>();
}
